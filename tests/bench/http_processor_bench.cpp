// SPDX-License-Identifier: Apache-2.0
// A remote processor asked over loopback, beside the same bytes posted by hand.
#include <benchmark/benchmark.h>
#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench_server.hpp"
#include "http-processor/adapter.hpp"
#include "http/client.hpp"
#include "portside/api/error.hpp"
#include "portside/host/call.hpp"
#include "portside/testing/memory_key_values.hpp"
#include "portside/testing/memory_registry_access.hpp"

namespace portside::bench {
namespace {

constexpr char kRocket[] = "application/vnd.acme.rocket.config.v1+json";

/// The host's own HTTP client, which remembers what was sent last.
class RememberingClient final : public HttpClient {
 public:
  explicit RememberingClient(const HttpOptions& options) : client_({.http = options}) {}

  HttpResponse send(const HttpRequest& request, ByteSink* body,
                    const CallContext& context) override {
    ++requests;
    if (remembers) last = request;
    return client_.send(request, body, context);
  }

  int requests = 0;
  bool remembers = false;
  HttpRequest last;

 private:
  http::Client client_;
};

/// All that this adapter asks of a host.
class BenchHost final : public HostServices {
 public:
  RememberingClient& client() { return *client_; }

  std::string instance_id() const override { return "http-processor@bench"; }
  void log(LogLevel, std::string_view, const Json&) noexcept override {}
  Millis now() const noexcept override { return 1'700'000'000'000; }
  HttpClient& http(const HttpOptions& options) override {
    client_ = std::make_unique<RememberingClient>(options);
    return *client_;
  }
  KeyValues& state() override { return state_; }
  Crypto& crypto() override { refuse(); }
  std::string data_dir() override { refuse(); }
  std::string temp_dir(const CallContext&) override { refuse(); }
  std::int32_t run_child(const ChildCommand&, ByteSink&, ByteSink&, const CallContext&) override {
    refuse();
  }
  void* extension(const char*) noexcept override { return nullptr; }

 private:
  [[noreturn]] static void refuse() {
    throw AdapterError(ErrorCode::kUnsupported, "this host has no such service");
  }

  std::unique_ptr<RememberingClient> client_;
  testing::MemoryKeyValues state_;
};

std::size_t ignore(char*, std::size_t, std::size_t size, void*) {
  return size;
}

/// An easy handle that posts the same again and again over one connection.
class PostByHand {
 public:
  explicit PostByHand(const HttpRequest& request) : body_(request.body) {
    for (const auto& field : request.headers) {
      headers_ = curl_slist_append(headers_, (field.first + ": " + field.second).c_str());
    }
    curl_easy_setopt(easy_, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_);
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, body_.data());
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE, static_cast<long>(body_.size()));
    curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &ignore);
  }
  ~PostByHand() {
    curl_easy_cleanup(easy_);
    curl_slist_free_all(headers_);
  }
  PostByHand(const PostByHand&) = delete;
  PostByHand& operator=(const PostByHand&) = delete;

  void post() {
    if (curl_easy_perform(easy_) != CURLE_OK) throw std::runtime_error("libcurl failed");
  }

  /// Whether the last one was answered, and sent over the connection of those before.
  bool is_comparable() const {
    long status = 0;
    long connects = -1;
    curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy_, CURLINFO_NUM_CONNECTS, &connects);
    return status == 200 && connects == 0;
  }

 private:
  CURL* const easy_ = curl_easy_init();
  curl_slist* headers_ = nullptr;
  const std::string body_;
};

template <typename Act>
double seconds_for(const Act& act) {
  const auto begin = std::chrono::steady_clock::now();
  act();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double middle_of(std::vector<double> values) {
  std::ranges::nth_element(values, values.begin() + static_cast<long>(values.size() / 2));
  return values[values.size() / 2];
}

Artifact sample_artifact() {
  Artifact artifact;
  artifact.id = 7;
  artifact.media_type = kRocket;
  artifact.artifact_type = kRocket;
  artifact.digest = "sha256:" + std::string(64, 'a');
  artifact.repository_name = "library/r1";
  artifact.push_time = 1'700'000'000'250;
  artifact.extra_attrs.text = R"({"thrust":"8kN","stages":2})";
  artifact.annotations = {{"org.opencontainers.image.title", "r1"}};
  return artifact;
}

/// An adapter that is configured for the server of the benchmarks.
struct Remote {
  Remote() {
    processor.configure(
        Json{R"({"url":")" + server.url() + R"(","media_types":[")" + kRocket + "\"]}"}, host);
  }

  const BenchServer server;
  BenchHost host;
  http_processor::HttpProcessor processor;
  testing::MemoryRegistryAccess registry;
  const Artifact artifact = sample_artifact();
  const Call call{{.deadline = 600'000}};
};

/// A manifest of 2 KiB.
void abstract_remotely(benchmark::State& state) {
  Remote remote;
  const std::string manifest = R"({"schemaVersion":2,"x":")" + std::string(2'000, 'm') + "\"}";
  const auto ask = [&] {
    benchmark::DoNotOptimize(remote.processor.abstract_metadata(
        manifest, remote.artifact, remote.registry, remote.call.context()));
  };
  remote.host.client().remembers = true;
  ask();
  remote.host.client().remembers = false;
  PostByHand by_hand(remote.host.client().last);
  by_hand.post();
  std::vector<double> ours;
  std::vector<double> bare;
  for (auto _ : state) {
    const double spent = seconds_for(ask);
    bare.push_back(seconds_for([&] { by_hand.post(); }));
    ours.push_back(spent);
    state.SetIterationTime(spent);
  }
  if (!by_hand.is_comparable()) state.SkipWithError("the POST by hand is another request");
  state.counters["p50_us"] = middle_of(ours) * 1e6;
  state.counters["ratio"] = middle_of(ours) / middle_of(bare);
}
BENCHMARK(abstract_remotely)->Iterations(5'000)->UseManualTime()->Unit(benchmark::kMicrosecond);

/// As a registry lists them: the type of each, and links to its additions.
void list_1000_artifacts(benchmark::State& state) {
  Remote remote;
  const auto list = [&] {
    benchmark::DoNotOptimize(
        remote.processor.artifact_type(remote.artifact, remote.call.context()));
    benchmark::DoNotOptimize(
        remote.processor.addition_types(remote.artifact, remote.call.context()));
  };
  list();
  remote.host.client().requests = 0;
  for (auto _ : state) {
    for (int i = 0; i < 1'000; ++i) list();
  }
  state.counters["requests"] = remote.host.client().requests;
}
BENCHMARK(list_1000_artifacts)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace portside::bench

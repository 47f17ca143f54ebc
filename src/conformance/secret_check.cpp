// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "conformance/attempt.hpp"
#include "conformance/bad_documents.hpp"
#include "conformance/bench.hpp"
#include "conformance/check_host.hpp"
#include "conformance/checks.hpp"
#include "conformance/object.hpp"

namespace portside::conformance {
namespace {

using nlohmann::ordered_json;

constexpr char kUser[] = "portside-canary-user";
constexpr char kSecret[] = "portside-canary-secret-5d1f";
constexpr char kToken[] = "portside-canary-token-9a3c";
/// Base64 of `user:secret`, as the Basic scheme sends it (RFC 7617).
constexpr char kBasic[] = "cG9ydHNpZGUtY2FuYXJ5LXVzZXI6cG9ydHNpZGUtY2FuYXJ5LXNlY3JldC01ZDFm";

/// Shorter ones would be found by accident.
constexpr std::size_t kShortestSecret = 8;
constexpr int kMaxDepth = 16;

struct Canary {
  std::string what;
  std::string value;
};

/// Values of the configuration at places that its schema marks `writeOnly` (JSON Schema validation,
/// draft 7, section 10.3). References of the schema are not followed.
void find_secrets(const ordered_json& schema, const ordered_json& value, const std::string& place,
                  int depth, std::vector<Canary>& found) {
  if (!schema.is_object() || depth > kMaxDepth) return;
  const auto marked = schema.find("writeOnly");
  if (marked != schema.end() && *marked == true && value.is_string() &&
      value.get_ref<const std::string&>().size() >= kShortestSecret) {
    found.push_back({"the configuration's " + place, value.get<std::string>()});
  }
  const auto properties = schema.find("properties");
  if (value.is_object() && properties != schema.end() && properties->is_object()) {
    for (const auto& [name, member] : properties->items()) {
      if (!value.contains(name)) continue;
      find_secrets(member, value[name], place + "/" + quoted(name), depth + 1, found);
    }
  }
  const auto items = schema.find("items");
  if (!value.is_array() || items == schema.end()) return;
  for (const ordered_json& each : value) find_secrets(*items, each, place + "/-", depth + 1, found);
}

std::vector<Canary> canaries(const CheckSubject& subject) {
  std::vector<Canary> all = {{"the registry's password", kSecret},
                             {"the registry's token", kToken},
                             {"the registry's Authorization header", kBasic}};
  const auto schema = ordered_json::parse(subject.schema, nullptr, /*allow_exceptions=*/false);
  const auto config =
      ordered_json::parse(subject.quirks.config.text, nullptr, /*allow_exceptions=*/false);
  if (!schema.is_discarded() && !config.is_discarded()) find_secrets(schema, config, "", 0, all);
  return all;
}

void lend_credentials(testing::MemoryRegistryAccess& registry, CredentialKind kind) {
  Credentials credentials;
  credentials.kind = kind;
  credentials.user = kUser;
  credentials.secret = kSecret;
  credentials.token = kToken;
  credentials.token_url = "https://registry.test/token";
  registry.set_credentials(credentials);
  const bool basic = kind == CredentialKind::kBasic;
  registry.set_authorization(
      {(basic ? "Basic " : "Bearer ") + std::string(basic ? kBasic : kToken), {}});
}

/// A place where something was written down, and what.
struct Record {
  std::string where;
  std::string text;
};

std::vector<Record> records(Bench& bench, const std::vector<Outcome>& outcomes) {
  std::vector<Record> all = {{"describe()", bench.object().describe()},
                             {"a log line", bench.host().log_text()}};
  for (const auto& [key, value] : bench.host().key_values().all()) {
    all.push_back({"the state", key + " " + value});
  }
  for (const Outcome& outcome : outcomes) {
    const auto& error = outcome.attempt.error;
    if (error)
      all.push_back(
          {"an error of " + outcome.operation + "()", error->message + " " + error->detail});
    all.push_back({"the results of " + outcome.operation + "()", outcome.text});
    for (const ScanStep& step : outcome.steps) {
      all.push_back({"a continuation", step.continuation.text});
    }
  }
  return all;
}

Obstacle judge_step(const ScanStep& step, const std::string& where) {
  if (step.kind != StepKind::kPending) return std::nullopt;
  const std::size_t size = step.continuation.text.size();
  if (size > kMaxContinuationBytes) {
    return failed(where + " returned a continuation of " + std::to_string(size) + " bytes",
                  "at most " + std::to_string(kMaxContinuationBytes),
                  "keep in it what names the work at the scanner, and fetch the rest again");
  }
  if (size > 0 && !ordered_json::accept(step.continuation.text)) {
    return failed(where + " returned a continuation that is no JSON", "a JSON value",
                  "write it with a JSON library");
  }
  if (step.await || step.retry_after > 0) return std::nullopt;
  return failed(where + " returned a pending step with nothing to wait for",
                "a request, or a pause of more than 0 ms", "use pending_for() or pending_on()");
}

Obstacle judge(Bench& bench, const std::vector<Outcome>& outcomes,
               const std::vector<Canary>& secrets) {
  for (const Outcome& outcome : outcomes) {
    for (const ScanStep& step : outcome.steps) {
      if (Obstacle result = judge_step(step, outcome.operation + "()")) return result;
    }
  }
  for (const auto& [where, text] : records(bench, outcomes)) {
    for (const auto& [what, value] : secrets) {
      if (text.find(value) == std::string::npos) continue;
      return failed(where + " contains " + what,
                    "no secret in anything that is logged, stored or shown",
                    "leave it out, and ask the RegistryAccess of the next call again");
    }
  }
  return std::nullopt;
}

/// Refuses documents, and must not say what secrets they hold.
Obstacle judge_refusals(const CheckSubject& subject, const std::vector<Canary>& secrets) {
  for (const BadDocument& document : bad_documents(subject.quirks.config)) {
    CheckHost host(subject.quirks, "portside-check");
    Object object = Object::make(subject);
    if (subject.on_stage) subject.on_stage("configure() of " + document.what);
    const Attempt refused = attempt([&] { object.configure({document.text}, host); });
    const std::string said = refused.error ? refused.error->message + refused.error->detail : "";
    for (const auto& [what, value] : secrets) {
      if (said.find(value) == std::string::npos) continue;
      return failed(
          "configure(), given " + document.what + ", threw an error that contains " + what,
          "no secret in anything that is logged, stored or shown",
          "say where the document is wrong, not what it holds there");
    }
  }
  return std::nullopt;
}

}  // namespace

CheckResult check_continuation(const CheckSubject& subject) {
  const std::vector<Canary> secrets = canaries(subject);
  const std::array<std::function<void(Bench&)>, 4> ways = {
      [](Bench& bench) { lend_credentials(bench.registry(), CredentialKind::kBearer); },
      [](Bench& bench) { lend_credentials(bench.registry(), CredentialKind::kBasic); },
      [](Bench& bench) {
        lend_credentials(bench.registry(), CredentialKind::kBasic);
        bench.host().set_backend(answering_backend(500, "oops"));
      },
      [](Bench& bench) {
        lend_credentials(bench.registry(), CredentialKind::kExchange);
        bench.host().set_backend(unreachable_backend());
      }};
  for (const auto& prepare : ways) {
    Bench bench(subject);
    if (const Obstacle obstacle = bench.prepare()) return *obstacle;
    prepare(bench);
    if (const Obstacle result = judge(bench, bench.run(), secrets)) return *result;
  }
  return judge_refusals(subject, secrets).value_or(passed());
}

}  // namespace portside::conformance

// SPDX-License-Identifier: Apache-2.0
#include "oci/blob_reader.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "http/backoff.hpp"
#include "http/request_rules.hpp"
#include "oci/registry_answer.hpp"
#include "oci/verified_sink.hpp"
#include "portside/api/error.hpp"

namespace portside::oci {
namespace {

/// Attempts in a row that bring no byte.
constexpr unsigned kMaxBarren = 3;

/// Passes on what comes after the first `skip` bytes.
class RestSink final : public ByteSink {
 public:
  explicit RestSink(ByteSink& target) : target_(target) {}
  void skip(std::uint64_t count) noexcept { skip_ = count; }
  void write(std::string_view piece) override {
    const auto passed = static_cast<std::size_t>(std::min<std::uint64_t>(skip_, piece.size()));
    skip_ -= passed;
    if (passed < piece.size()) target_.write(piece.substr(passed));
  }

 private:
  ByteSink& target_;
  std::uint64_t skip_ = 0;
};

/// Where the part of a 206 begins: `bytes 100-199/200`.
std::optional<std::uint64_t> range_begin(const Headers& headers) {
  constexpr std::string_view kUnit = "bytes ";
  const std::string* const range = http::find_header(headers, "Content-Range");
  if (range == nullptr || !range->starts_with(kUnit)) return std::nullopt;
  std::uint64_t begin = 0;
  const char* const from = range->data() + kUnit.size();
  const auto [end, error] = std::from_chars(from, range->data() + range->size(), begin);
  if (error != std::errc() || end == from) return std::nullopt;
  return begin;
}

/// One attempt to read (the rest of) a blob. True when it came to its end.
bool read_once(RegistrySession& session, const std::string& url, const std::string& what,
               VerifiedSink& sink, const CallContext& context) {
  const std::uint64_t begin = sink.count();
  HttpRequest request;
  request.url = url;
  request.idempotent = true;
  request.max_body = kMaxRefusalBytes;
  // Encoded again on the way it would be another blob.
  request.headers = {{"Accept-Encoding", "identity"}};
  if (begin > 0) request.headers.emplace_back("Range", "bytes=" + std::to_string(begin) + "-");
  RestSink rest(sink);
  bool passed_on = false;
  const auto wants = [&](const HttpResponse& header) {
    if (header.status == 206) {
      if (begin == 0 || range_begin(header.headers) != begin) return false;
    } else if (header.status != 200) {
      return false;
    }
    // A server that knows no ranges begins anew.
    if (!passed_on) rest.skip(header.status == 200 ? begin : 0);
    passed_on = true;
    return true;
  };
  const HttpResponse response = session.send(std::move(request), &rest, wants, context);
  // Nothing is missing: only the end of the answer was.
  if (response.status == 416 && begin > 0) return true;
  if (response.status != 200 && response.status != 206) throw refusal_of(response, what);
  if (response.status == 206 && range_begin(response.headers) != begin) {
    throw AdapterError(ErrorCode::kRegistryBadAnswer,
                       "the registry sent another part of " + what + " than it was asked for");
  }
  return !response.cut_short;
}

}  // namespace

void read_blob(RegistrySession& session, const WantedBlob& wanted, ByteSink& sink,
               const CallContext& context) {
  const std::string& what = wanted.what;
  VerifiedSink verified(sink, wanted.digest, wanted.size, what);
  for (unsigned barren = 0;;) {
    const std::uint64_t before = verified.count();
    try {
      if (read_once(session, wanted.url, what, verified, context)) return verified.finish();
    } catch (const AdapterError& error) {
      if (error.code != ErrorCode::kRegistryUnreachable || before == 0) throw;
    }
    if (wanted.size && verified.count() == *wanted.size) return verified.finish();
    barren = verified.count() > before ? 0 : barren + 1;
    if (barren == kMaxBarren) {
      throw AdapterError(ErrorCode::kRegistryUnreachable,
                         "the connection broke again and again while " + what +
                             " was read, at last after " + std::to_string(verified.count()) +
                             " bytes");
    }
    if (!context.wait(http::backoff(barren + 1, 1U << 31U))) {
      throw AdapterError(
          context.time_left() > 0 ? ErrorCode::kCancelled : ErrorCode::kDeadlineExceeded,
          "the call ended while " + what + " was read");
    }
  }
}

}  // namespace portside::oci

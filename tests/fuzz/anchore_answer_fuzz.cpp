// SPDX-License-Identifier: Apache-2.0
//
// One byte that chooses the status, then the body of an answer of Anchore: an error, or the record
// of an image. Only AdapterError may come out, in one line of UTF-8; what is read of a record is
// what requests are made of; and a continuation is itself or stale.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "anchore/api.hpp"
#include "anchore/continuation.hpp"
#include "anchore/errors.hpp"
#include "anchore/image_record.hpp"
#include "anchore/image_tags.hpp"

namespace {

using namespace portside;

void require(bool condition) {
  if (!condition) std::abort();
}

/// Throws, and so ends the program, for what is no UTF-8.
void require_text(const std::string& text, std::size_t most) {
  require(text.size() <= most && text.find_first_of("\r\n") == std::string::npos);
  require(!nlohmann::json(text).dump().empty());
}

void require_error(const HttpResponse& answer) {
  const anchore::AnchoreFailure failure = anchore::anchore_failure(answer, "Anchore");
  require_text(failure.error.message, 1'000);
  require_text(failure.error.detail, 4'000);
  const anchore::ErrorBody body = anchore::read_error_body(answer);
  require(body.codes.size() <= 20);
  require(body.is_json || (body.message.empty() && !body.is_anchores));
}

void require_record(const HttpResponse& answer) {
  try {
    const anchore::ImageRecord record = anchore::read_image_record(answer);
    require(anchore::is_image_digest(record.digest));
    require(anchore::read_full_tags(answer).size() <= 10'000);
    require_text(record.os, 100);
    require_text(record.status, 100);
    require((record.analysis == anchore::Analysis::kAnalyzed) == (record.status == "analyzed"));
  } catch (const AdapterError& error) {
    require(error.code == ErrorCode::kScannerBadAnswer || error.code == ErrorCode::kTooLarge);
    require_text(error.message, 1'000);
  }
}

void require_continuation(const std::string& text) {
  try {
    const Json json = anchore::to_json(anchore::parse_continuation({text}));
    require(anchore::to_json(anchore::parse_continuation(json)).text == json.text);
  } catch (const AdapterError& error) {
    require(error.code == ErrorCode::kStaleContinuation);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::int32_t kStatuses[] = {0,   200, 302, 400, 401, 403, 404, 406,
                                        409, 415, 422, 429, 500, 502, 503, 504};
  if (size < 1) return 0;
  HttpResponse answer;
  answer.status = kStatuses[data[0] % 16U];
  answer.body.assign(reinterpret_cast<const char*>(data) + 1, size - 1);
  answer.extra.text = answer.body;
  require_error(answer);
  require_record(answer);
  require_continuation(answer.body);
  return 0;
}

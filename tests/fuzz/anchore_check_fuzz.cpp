// SPDX-License-Identifier: Apache-2.0
//
// One byte that chooses the sizes of the pieces, then what an Anchore may send as a policy
// evaluation. Only AdapterError may come out; only a status makes a verdict; what is said of it is
// one line and JSON, and the same in one piece and in many.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "anchore/policy_check.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/json_stream.hpp"

namespace {

using namespace portside;

void require(bool condition) {
  if (!condition) std::abort();
}

bool is_one_line(const std::string& text) {
  return text.find('\n') == std::string::npos;
}

std::string account(std::string_view document, std::size_t piece) {
  anchore::PolicyEvaluation evaluation;
  try {
    const auto parser = anchore::policy_evaluation_parser(evaluation);
    for (; !document.empty(); document.remove_prefix(std::min(piece, document.size()))) {
      parser->write(document.substr(0, piece));
    }
    parser->finish();
  } catch (const AdapterError& error) {
    require(error.code == ErrorCode::kMalformedData || error.code == ErrorCode::kTooLarge);
    require(is_one_line(error.message));
    return "refused";
  }
  require(evaluation.stops.size() <= 20 && evaluation.problems.size() <= 20);
  require(evaluation.stops.size() <= evaluation.stopping);
  require(evaluation.stopping <= evaluation.findings);
  const ImageCheck check = anchore::image_check(evaluation, 0);
  require((check.verdict == CheckVerdict::kPass) == (evaluation.status == "pass"));
  require((check.verdict == CheckVerdict::kFail) == (evaluation.status == "fail"));
  require(!check.reason.empty() && check.reason.size() < 2'000 && is_one_line(check.reason));
  require(nlohmann::json::parse(check.details.text).is_object());
  return check.reason + check.details.text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view document(reinterpret_cast<const char*>(data) + 1, size - 1);
  require(account(document, size) == account(document, data[0] % 16U + 1U));
  return 0;
}

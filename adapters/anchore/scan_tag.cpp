// SPDX-License-Identifier: Apache-2.0
//
// An image that Anchore has analysed is scanned under a tag that it does not know.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "anchore/image_name.hpp"
#include "anchore/image_tags.hpp"
#include "anchore/scan.hpp"

namespace portside::anchore {

/// Anchore may write a tag in another way than it was given: none is told twice.
bool Scan::is_new_tag(const HttpResponse& answer) {
  if (request_.image.tags.empty()) return false;
  const std::vector<std::string> known = read_full_tags(answer);
  return !known.empty() && std::find(known.begin(), known.end(), name().full_tag) == known.end() &&
         !told_tags_.has(request_.image.digest, name().full_tag);
}

/// Anchore chooses policies and sends webhook calls by tags; what it found in the image stays. The
/// record of the registry is left alone unless it is of no use: another scan may need it.
ScanStep Scan::give_tag(Continuation at) {
  at.for_tag = true;
  return post(std::move(at));
}

/// The report is there, and worth having without it.
ScanStep Scan::without_tag(Continuation at, const AdapterError& error) {
  if (context_.cancelled()) throw AdapterError(error);
  api_.anchore().host.log(LogLevel::kWarning,
                          "Anchore was not told of " + name().full_tag + ": " + error.message, {});
  at.for_tag = false;
  at.step = Step::kAnalysis;
  at.failures = 0;
  at.since = now();
  return look(at);
}

}  // namespace portside::anchore

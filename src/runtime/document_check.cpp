// SPDX-License-Identifier: Apache-2.0
#include "runtime/document_check.hpp"

#include <string_view>

#include "config/place.hpp"
#include "portside/api/error.hpp"
#include "schema/schema.hpp"

namespace portside::runtime {

void check_document(const char* schema, const std::string& adapter_id, const Secret& document) {
  if (schema == nullptr) return;
  const auto violations = schema::Schema(schema).check(document.empty() ? "{}" : document.reveal());
  if (violations.empty()) return;
  if (document.empty()) {
    throw AdapterError(
        ErrorCode::kConfigInvalid,
        adapter_id + " is used, but adapters has no document " + adapter_id + "; expected one");
  }
  std::string first;
  std::string all;
  for (const schema::Violation& violation : violations) {
    std::string line =
        config::dotted_place({"adapters", std::string_view(adapter_id)}, violation.pointer) + ": " +
        violation.sentence;
    all += line + '\n';
    if (first.empty()) first = std::move(line);
  }
  throw AdapterError(ErrorCode::kConfigInvalid, first, all);
}

}  // namespace portside::runtime

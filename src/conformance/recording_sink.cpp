// SPDX-License-Identifier: Apache-2.0
#include "conformance/recording_sink.hpp"

#include "portside/api/error.hpp"

namespace portside::conformance {
namespace {

constexpr std::size_t kMaxText = std::size_t{1} << 20U;

}  // namespace

void RecordingSink::vulnerability(const Vulnerability& row) {
  if (row.id.empty()) {
    throw AdapterError(ErrorCode::kInvalidArgument, "a row of the report has no id");
  }
  ++rows_;
  for (const std::string* text : {&row.id, &row.package, &row.title, &row.description,
                                  &row.location, &row.data_source, &row.extra.text}) {
    write(*text);
  }
}

ByteSink& RecordingSink::document(const std::string& media_type) {
  write(media_type);
  return *this;
}

void RecordingSink::write(std::string_view piece) {
  if (text_.size() + piece.size() <= kMaxText) text_.append(piece).append("\n");
}

}  // namespace portside::conformance

// SPDX-License-Identifier: Apache-2.0
#include "runtime/host_sink.hpp"

#include <exception>
#include <utility>

#include "portside/api/error.hpp"

namespace portside::runtime {
namespace {

template <typename Take>
decltype(auto) named_as_host(Take&& take) {
  try {
    return std::forward<Take>(take)();
  } catch (const AdapterError&) {
    throw;
  } catch (const std::exception& error) {
    throw AdapterError(ErrorCode::kIo,
                       std::string("the host could not take a result: ") + error.what());
  }
}

}  // namespace

void HostReportSink::vulnerability(const Vulnerability& row) {
  named_as_host([&] { sink_.vulnerability(row); });
}

ByteSink& HostReportSink::document(const std::string& media_type) {
  document_.sink = &named_as_host([&]() -> ByteSink& { return sink_.document(media_type); });
  return document_;
}

void HostReportSink::Document::write(std::string_view piece) {
  named_as_host([&] { sink->write(piece); });
}

}  // namespace portside::runtime

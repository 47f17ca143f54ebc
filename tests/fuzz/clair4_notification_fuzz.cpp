// SPDX-License-Identifier: Apache-2.0
//
// A page of a notification of Clair 4, or an error answer. Only digests come out of the one, and a
// sentence of one line out of the other.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <string>
#include <string_view>

#include "clair/v4/api.hpp"
#include "clair/v4/errors.hpp"
#include "clair/v4/notification_pages.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/json_stream.hpp"

namespace {

using namespace portside;

void require(bool condition) {
  if (!condition) std::abort();
}

void read_page(std::string_view text) {
  clair::v4::NotifiedImages images;
  try {
    const auto parser = clair::v4::notification_page_parser(images);
    parser->write(text);
    parser->finish();
  } catch (const AdapterError& error) {
    require(error.message.find('\n') == std::string::npos);
  }
  for (const std::string& digest : images.digests) require(clair::v4::is_clair_digest(digest));
}

void read_error(std::string_view text, int status) {
  HttpResponse answer;
  answer.status = status;
  answer.body = text;
  for (const AdapterError& error :
       {clair::v4::index_failure(answer, true).error, clair::v4::index_failure(text).error,
        clair::v4::clair_error(answer, "It did not work", false)}) {
    require(!error.message.empty() && error.message.find('\n') == std::string::npos);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr int kStatuses[] = {400, 401, 404, 412, 429, 500, 503};
  if (size < 1) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  read_page(text);
  read_error(text, kStatuses[data[0] % std::size(kStatuses)]);
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
#include "fake_documents4.hpp"

#include <algorithm>

namespace portside::testing {

HttpResponse answer4(std::int32_t status, const Document4& document, const std::string& type) {
  HttpResponse response = fake_answer(status, document.dump(), type);
  response.headers.emplace_back("Trailer", "Clair-Error");
  return response;
}

HttpResponse error4(std::int32_t status, const std::string& code, const std::string& message) {
  return answer4(status, {{"code", code}, {"message", message}}, "application/json");
}

HttpResponse plain4(std::int32_t status) {
  return fake_answer(status, "", "");
}

bool is_digest4(const std::string& text) {
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return text.size() == 71 && text.substr(0, 7) == "sha256:" &&
         std::all_of(text.begin() + 7, text.end(), is_hex);
}

bool is_uuid4(const std::string& text) {
  return text.size() == 36 && text.find_first_not_of("0123456789abcdef-") == std::string::npos;
}

Document4 package4(const std::string& id, const FakePackage4& package) {
  return {{"id", id},
          {"name", package.name},
          {"version", package.version},
          {"kind", "binary"},
          {"source",
           {{"id", "9" + id},
            {"name", package.source},
            {"version", package.version},
            {"kind", "source"},
            {"normalized_version", ""},
            {"cpe", ""}}},
          {"normalized_version", ""},
          {"arch", "amd64"},
          {"cpe", ""}};
}

Document4 distribution4() {
  return {{"id", "1"},
          {"did", "debian"},
          {"name", "Debian GNU/Linux"},
          {"version", "12 (bookworm)"},
          {"version_code_name", "bookworm"},
          {"version_id", "12"},
          {"arch", ""},
          {"cpe", ""},
          {"pretty_name", "Debian GNU/Linux 12 (bookworm)"}};
}

Document4 vulnerability4(const std::string& id, const FakeVulnerability4& one) {
  return {{"id", id},
          {"updater", "debian/updater"},
          {"name", one.name},
          {"description", "of " + one.name},
          {"issued", "0001-01-01T00:00:00Z"},
          {"links", "https://a.example/" + one.name + " https://b.example/" + one.name},
          {"severity", one.severity},
          {"normalized_severity", one.severity},
          {"package", {{"id", ""}, {"name", one.package}}},
          {"distribution", distribution4()},
          {"repository", {{"cpe", ""}}},
          {"fixed_in_version", one.fixed_in}};
}

Document4 score4(const std::string& score) {
  Document4 list = Document4::array();
  list.push_back({{"version", "3.1"},
                  {"vectorString", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"},
                  {"baseScore", std::stod(score)}});
  return list;
}

Document4 update_operations4() {
  Document4 list = Document4::array();
  list.push_back({{"ref", "ae0e2922-0af2-4118-aaf3-9aa496381d83"},
                  {"updater", "debian/updater"},
                  {"fingerprint", "fp1"},
                  {"date", "2026-11-21T20:49:35.601603Z"},
                  {"kind", ""}});
  return {{"debian/updater", std::move(list)}};
}

std::string notified_id4(std::size_t number) {
  const std::string digits = std::to_string(number);
  return "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

Document4 notified4(std::size_t number, const std::string& manifest) {
  // Some name another vulnerability than the one that was added, and say that it was removed.
  return {{"id", notified_id4(number)},
          {"manifest", manifest},
          {"reason", number % 2 == 0 ? "added" : "removed"},
          {"vulnerability", {{"name", "CVE-2024-9999"}, {"severity", "Critical"}}}};
}

}  // namespace portside::testing

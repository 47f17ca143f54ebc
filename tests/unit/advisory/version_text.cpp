// SPDX-License-Identifier: Apache-2.0
#include "version_text.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace portside::advisory {
namespace {

class Writer {
 public:
  explicit Writer(std::mt19937& random) : random_(random) {}

  std::size_t below(std::size_t limit) { return random_() % limit; }
  bool once_in(std::size_t times) { return below(times) == 0; }
  void add(std::string_view text) { text_ += text; }
  void add_one_of(const std::vector<std::string_view>& parts) { add(parts[below(parts.size())]); }
  void add_some_of(const std::vector<std::string_view>& parts, std::size_t most) {
    for (std::size_t left = 1 + below(most); left > 0; --left) add_one_of(parts);
  }
  const std::string& text() const { return text_; }

 private:
  std::mt19937& random_;
  std::string text_;
};

const std::vector<std::string_view> kNumbers = {"0", "1", "2", "9", "10", "01", "001", "20240101"};

std::string deb(Writer writer) {
  if (writer.once_in(4)) {
    writer.add_one_of({"0", "1", "02"});
    writer.add(":");
  }
  writer.add_one_of(kNumbers);
  if (!writer.once_in(4)) {
    writer.add_some_of({"0", "1", "10", "01", ".", "+", "~", "a", "B", "-1", "~rc", "dfsg", "."},
                       5);
  }
  if (writer.once_in(2)) {
    writer.add("-");
    writer.add_some_of({"0", "1", "2", "+deb12u", "~", "a", ".", "+b1"}, 4);
  }
  return writer.text();
}

std::string rpm(Writer writer) {
  if (writer.once_in(4)) {
    writer.add_one_of({"", "0", "1", "02"});
    writer.add(":");
  }
  writer.add_some_of({"0", "1", "10", "01", ".", "_", "+", "~", "^", "a", "B", "rc1", "."}, 5);
  if (writer.once_in(2)) {
    writer.add("-");
    writer.add_some_of({"0", "1", "2", ".el9", "_2", ".", "~", "^", ".module+el8"}, 4);
  }
  return writer.text();
}

std::string apk(Writer writer) {
  writer.add_one_of(kNumbers);
  while (writer.once_in(2)) {
    writer.add(".");
    writer.add_one_of(kNumbers);
  }
  if (writer.once_in(4)) writer.add_one_of({"a", "b", "z"});
  while (writer.once_in(3)) {
    writer.add_one_of({"_alpha", "_beta", "_pre", "_rc", "_cvs", "_svn", "_git", "_hg", "_p"});
    if (writer.once_in(2)) writer.add_one_of(kNumbers);
  }
  if (writer.once_in(5)) writer.add_one_of({"~0", "~0f", "~abc", "~1"});
  if (writer.once_in(2)) {
    writer.add("-r");
    writer.add_one_of(kNumbers);
  }
  return writer.text();
}

}  // namespace

std::string random_version(VersionScheme scheme, std::mt19937& random) {
  switch (scheme) {
    case VersionScheme::kDeb: return deb(Writer(random));
    case VersionScheme::kRpm: return rpm(Writer(random));
    case VersionScheme::kApk: return apk(Writer(random));
  }
  return {};
}

}  // namespace portside::advisory

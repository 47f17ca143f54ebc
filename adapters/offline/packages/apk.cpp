// SPDX-License-Identifier: Apache-2.0
#include "offline/packages/apk.hpp"

#include <utility>

#include "offline/packages/lines.hpp"

namespace portside::offline {
namespace {

void take_field(Package& package, char key, std::string_view value) {
  switch (key) {
    case 'P': package.name = value; break;
    case 'V': package.version = value; break;
    case 'o': package.source_name = value; break;
    case 'A': package.architecture = value; break;
    default: break;
  }
}

void end_paragraph(Package& package, bool& has_fields, const std::string& location,
                   PackageList& list) {
  if (!has_fields) return;
  has_fields = false;
  package.location = location;
  add_package(list, std::move(package));
  package = {};
}

}  // namespace

void read_apk_installed(std::string_view text, const std::string& location, PackageList& list) {
  Package package;
  bool has_fields = false;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (line.empty()) {
      end_paragraph(package, has_fields, location, list);
    } else if (line.size() >= 2 && line[1] == ':') {
      has_fields = true;
      take_field(package, line[0], line.substr(2));
    }
  }
  end_paragraph(package, has_fields, location, list);
}

}  // namespace portside::offline

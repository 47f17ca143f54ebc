// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "schema/finding.hpp"

namespace portside::schema {

/// One of several forms that a value may have, and how the value does.
struct Form {
  /// None: it fits.
  Findings findings;
  /// The keys that the form asks for, in the order of the schema.
  std::vector<std::string> required = {};
  /// It asks for nothing else.
  bool required_only = true;
};

/// A value fits none of several forms (`anyOf`, `oneOf`): says why in as few findings as are true.
void explain_no_form(const Place& place, const std::vector<Form>& forms, Findings& findings);

/// A value fits several forms and may fit one only.
void explain_several_forms(const Place& place, const std::vector<Form>& forms, Findings& findings);

}  // namespace portside::schema

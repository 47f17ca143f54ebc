// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "schema/finding.hpp"

namespace portside::schema {

/// A value fits none of several forms (`anyOf`, `oneOf`): says why in as few findings as are true.
/// `forms` are the findings for each.
void explain_no_form(const Place& place, const std::vector<Findings>& forms, Findings& findings);

/// A value fits several forms and may fit one only.
void explain_several_forms(const Place& place, const std::vector<Findings>& forms,
                           Findings& findings);

}  // namespace portside::schema

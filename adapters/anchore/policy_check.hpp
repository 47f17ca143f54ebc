// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "anchore/api.hpp"
#include "anchore/policy_evaluation.hpp"
#include "portside/api/call_context.hpp"
#include "portside/api/image_check.hpp"
#include "portside/api/millis.hpp"

namespace portside::anchore {

/// What the evaluation means: pass, fail, or unknown; the details have action, reason, policy,
/// findings and problems.
ImageCheck image_check(const PolicyEvaluation& evaluation, Millis now);

/// Asks Anchore, without storing or notifying. An image that is not analysed or not known, or for
/// which there is no policy, comes as kUnknown with a reason; other failures throw.
ImageCheck check_policy(const Api& api, const std::string& digest, const std::string& full_tag,
                        const CallContext& context);

}  // namespace portside::anchore

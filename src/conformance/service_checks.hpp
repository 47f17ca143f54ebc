// SPDX-License-Identifier: Apache-2.0
//
// The checks of services; what each is for stands in service_check.cpp.
#pragma once

#include "conformance/service_bench.hpp"

namespace portside::conformance {

// service_get_checks.cpp
CheckResult check_artifact_type(ServiceBench& bench);
CheckResult check_type_is_a_word(ServiceBench& bench);
CheckResult check_addition_types(ServiceBench& bench);
CheckResult check_addition_names(ServiceBench& bench);
CheckResult check_unknown_query(ServiceBench& bench);
CheckResult check_concurrent_requests(ServiceBench& bench);
// service_answer_checks.cpp
CheckResult check_json_content_type(ServiceBench& bench);
CheckResult check_member_names(ServiceBench& bench);
// service_metadata_checks.cpp
CheckResult check_metadata(ServiceBench& bench);
CheckResult check_metadata_members(ServiceBench& bench);
CheckResult check_metadata_identity(ServiceBench& bench);
// service_form_checks.cpp
CheckResult check_metadata_repeats(ServiceBench& bench);
CheckResult check_manifest_key(ServiceBench& bench);
CheckResult check_member_case(ServiceBench& bench);
CheckResult check_manifest_base64(ServiceBench& bench);
CheckResult check_unknown_members(ServiceBench& bench);
CheckResult check_large_manifest(ServiceBench& bench);
CheckResult check_registry_secret(ServiceBench& bench);
// service_addition_checks.cpp
CheckResult check_additions(ServiceBench& bench);
CheckResult check_addition_content_types(ServiceBench& bench);
CheckResult check_addition_base64(ServiceBench& bench);
CheckResult check_addition_repeats(ServiceBench& bench);
CheckResult check_unknown_addition(ServiceBench& bench);
// service_error_checks.cpp
CheckResult check_malformed_request(ServiceBench& bench);
CheckResult check_error_sentence(ServiceBench& bench);
CheckResult check_unknown_endpoint(ServiceBench& bench);
CheckResult check_wrong_method(ServiceBench& bench);
CheckResult check_authorization(ServiceBench& bench);

}  // namespace portside::conformance

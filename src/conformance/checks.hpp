// SPDX-License-Identifier: Apache-2.0
//
// The checks themselves; what each is for stands in table.cpp. Each judges one kind of object, made
// anew, and lets nothing out.
#pragma once

#include "conformance/file_subject.hpp"
#include "conformance/verdict.hpp"

namespace portside::conformance {

// file_checks.cpp
CheckResult check_note_present(const FileSubject& file);
CheckResult check_note_matches_descriptor(const FileSubject& file);
CheckResult check_load_now(const FileSubject& file);
CheckResult check_load_time(const FileSubject& file);
CheckResult check_unload_clean(const FileSubject& file);
// symbol_checks.cpp
CheckResult check_single_export(const FileSubject& file);
CheckResult check_no_undefined(const FileSubject& file);
CheckResult check_no_static_ctors(const FileSubject& file);

// configuration_checks.cpp
CheckResult check_empty_config(const CheckSubject& subject);
CheckResult check_bad_config(const CheckSubject& subject);
CheckResult check_given_config(const CheckSubject& subject);
// schema_checks.cpp
CheckResult check_schema_is_valid(const CheckSubject& subject);
CheckResult check_schema_rejects_garbage(const CheckSubject& subject);
// io_checks.cpp
CheckResult check_configure_does_no_io(const CheckSubject& subject);
CheckResult check_describe_does_no_io(const CheckSubject& subject);
// life_checks.cpp
CheckResult check_create_destroy_100(const CheckSubject& subject);
CheckResult check_two_instances(const CheckSubject& subject);
CheckResult check_destroy_joins_threads(const CheckSubject& subject);
CheckResult check_fd_leak(const CheckSubject& subject);
// error_checks.cpp
CheckResult check_error_shape(const CheckSubject& subject);
CheckResult check_retryable_flag_sane(const CheckSubject& subject);
// http_checks.cpp
CheckResult check_host_http_failure(const CheckSubject& subject);
CheckResult check_huge_response(const CheckSubject& subject);
// time_checks.cpp
CheckResult check_cancel_honoured(const CheckSubject& subject);
CheckResult check_deadline_honoured(const CheckSubject& subject);
// concurrency_check.cpp
CheckResult check_concurrent_calls(const CheckSubject& subject);
// text_check.cpp
CheckResult check_unicode_and_empty_strings(const CheckSubject& subject);
// secret_check.cpp
CheckResult check_continuation(const CheckSubject& subject);

}  // namespace portside::conformance

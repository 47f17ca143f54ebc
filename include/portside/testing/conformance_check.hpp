// SPDX-License-Identifier: Apache-2.0
//
// The checks behind `portside plugins check`, for programs and tests of your own. Most authors use
// conformance.hpp, which makes GoogleTest tests of them. Link portside::conformance.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "portside/api/processor.hpp"
#include "portside/api/scanner_adapter.hpp"
#include "portside/testing/conformance_quirks.hpp"

namespace portside::testing {

/// What a check came to, from good to bad.
enum class CheckStatus : std::int32_t {
  kPassed = 0,
  kSkipped = 1,  ///< it could not say anything; the sentence says what to give
  kWarning = 2,  ///< works, and costs something
  kFailed = 3,   ///< a rule is broken, and a host will notice
  kCrashed = 4,  ///< the process that made the check ended
};

/// `passed`, `skipped`, `warning`, `failed`, `crashed`. [any]
std::string_view check_status_name(CheckStatus status) noexcept;

struct CheckResult {
  CheckStatus status = CheckStatus::kPassed;
  /// What was seen, what the rule is, what to do; one line, "" when the check passed.
  std::string sentence;
};

/// One kind of object that a plugin makes, and how to make it.
struct CheckSubject {
  /// `scanner` or `processor`; of the two functions below the one that belongs to it is set.
  std::string kind;
  /// Make a new object, not configured. May throw, as a constructor may.
  std::function<std::shared_ptr<ScannerAdapter>()> make_scanner = {};
  std::function<std::shared_ptr<Processor>()> make_processor = {};
  /// What the plugin declares: without serialized() calls may overlap.
  bool concurrent = true;
  /// The JSON Schema that it declares for its configuration, or "".
  std::string schema = {};
  Quirks quirks = {};
  /// This process makes one check and ends. Then system calls of configure() and describe() are
  /// forbidden for good, and seen.
  bool own_process = false;
  /// Hears what the check is about to do, so that a crash can be told by it; may be empty.
  std::function<void(std::string_view)> on_stage = {};
};

struct CheckInfo {
  std::string id;
  /// What is checked, in a few words.
  std::string rule;
  /// It looks at the plugin file and not at objects: `portside plugins check` makes it.
  bool of_file = false;
};

/// All checks, in the order in which they are made. [any]
std::vector<CheckInfo> conformance_checks();

/// The objects of one kind that a plugin file makes: for tests of the file as it is built. The file
/// is loaded into this process; whoever may have written it is not looked at. Throws kPluginRefused
/// or kPluginLoadFailed with the loader's sentence, kPluginNotFound when it makes none of this
/// kind.
CheckSubject plugin_subject(const std::string& file, const std::string& kind, Quirks quirks = {});

/// Makes one check of objects. What the plugin throws becomes part of the result; a plugin that
/// crashes does it here. Throws kInvalidArgument for an id that is not one of a check of objects.
///
/// A plugin that never returns from a cancelled call leaves a thread behind.
CheckResult check_objects(std::string_view id, const CheckSubject& subject);

}  // namespace portside::testing

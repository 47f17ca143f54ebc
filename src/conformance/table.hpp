// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "conformance/file_subject.hpp"
#include "conformance/verdict.hpp"

namespace portside::conformance {

/// One check: exactly one of the functions is set.
struct Check {
  std::string_view id;
  /// What is checked, in a few words.
  std::string_view rule;
  /// Of the file.
  CheckResult (*of_file)(const FileSubject&) = nullptr;
  /// Of each kind of object that the plugin makes.
  CheckResult (*of_object)(const CheckSubject&) = nullptr;
};

/// All checks, in the order in which they are made and shown.
std::span<const Check> all_checks() noexcept;

/// The check of an id, or null.
const Check* find_check(std::string_view id) noexcept;

/// Makes one check of objects of one kind, unless the quirks say not to.
CheckResult make_check(const Check& check, const CheckSubject& subject);

/// Makes one check of a file, or of all kinds of objects that it makes.
CheckResult make_check(const Check& check, const FileSubject& file, const Quirks& quirks,
                       const std::function<void(std::string_view)>& on_stage);

}  // namespace portside::conformance

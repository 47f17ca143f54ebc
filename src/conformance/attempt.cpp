// SPDX-License-Identifier: Apache-2.0
#include "conformance/attempt.hpp"

#include <cxxabi.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <memory>
#include <typeinfo>

#include "loader/printable.hpp"

namespace portside::conformance {
namespace {

constexpr std::size_t kMaxQuoted = 160;

std::string readable_name(const std::type_info* type) {
  if (type == nullptr) return "unknown type";
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> name(
      abi::__cxa_demangle(type->name(), nullptr, nullptr, &status), &std::free);
  return name != nullptr ? name.get() : type->name();
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

}  // namespace

Attempt failed_attempt() {
  try {
    throw;
  } catch (const AdapterError& error) {
    return {error, ""};
  } catch (const std::exception& error) {
    return {{}, "a " + readable_name(&typeid(error)) + " ('" + quoted(error.what()) + "')"};
  } catch (...) {
    return {{}, "an exception of type " + readable_name(abi::__cxa_current_exception_type())};
  }
}

std::string quoted(const std::string& text) {
  std::string line = loader::printable(text.substr(0, kMaxQuoted));
  return text.size() > kMaxQuoted ? line + "..." : line;
}

std::string quoted(const AdapterError& error) {
  return std::string(error_code_name(error.code)) + ": " + quoted(error.message);
}

std::optional<std::string> misshapen(const Attempt& attempt, const std::string& where) {
  if (!attempt.foreign.empty()) return where + " let " + attempt.foreign + " out";
  if (!attempt.error) return std::nullopt;
  const AdapterError& error = *attempt.error;
  if (error.message.empty()) return where + " threw an error without a message";
  if (std::ranges::any_of(error.message, is_control)) {
    return where + " threw an error whose message is not one line ('" + quoted(error.message) +
           "')";
  }
  if (error_code_name(error.code) == "unknown") {
    return where + " threw an error with the code " + std::to_string(static_cast<int>(error.code)) +
           ", which does not exist";
  }
  return std::nullopt;
}

}  // namespace portside::conformance

// SPDX-License-Identifier: Apache-2.0
#include "runtime/escaped_exception.hpp"

#include <cxxabi.h>

#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <typeinfo>

namespace portside::runtime {
namespace {

std::string readable_name(const std::type_info* type) {
  if (type == nullptr) return "unknown type";
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> name(
      ::abi::__cxa_demangle(type->name(), nullptr, nullptr, &status), &std::free);
  return name != nullptr ? name.get() : type->name();
}

std::string defect(std::string_view who, std::string_view method, const std::string& escaped) {
  return std::string(who) + ": " + std::string(method) + " let " + escaped +
         " escape; report this defect to the plugin's vendor";
}

}  // namespace

AdapterError adopt_current_exception(std::string_view who, std::string_view method) {
  try {
    throw;
  } catch (const AdapterError& error) {
    return error;
  } catch (const std::exception& error) {
    return AdapterError(
        ErrorCode::kPluginException,
        defect(who, method, "a " + readable_name(&typeid(error)) + " (" + error.what() + ")"));
  } catch (...) {
    return AdapterError(ErrorCode::kPluginUnknownException,
                        defect(who, method,
                               "a non-standard exception of type " +
                                   readable_name(::abi::__cxa_current_exception_type())));
  }
}

}  // namespace portside::runtime

// SPDX-License-Identifier: Apache-2.0
#include "conformance/object.hpp"

#include "portside/api/error.hpp"

namespace portside::conformance {
namespace {

void add(std::string& text, const std::string& more) {
  text.append(more).append("\n");
}

std::string text_of(const ScannerInfo& info) {
  std::string text;
  for (const std::string* each : {&info.name, &info.vendor, &info.version, &info.properties.text}) {
    add(text, *each);
  }
  for (const Capability& capability : info.capabilities) {
    add(text, capability.name);
    for (const std::string& type : capability.consumes) add(text, type);
    for (const std::string& type : capability.produces) add(text, type);
    add(text, capability.extra.text);
  }
  return text;
}

std::string text_of(const ProcessorInfo& info) {
  std::string text;
  add(text, info.name);
  for (const std::string& type : info.media_types) add(text, type);
  add(text, info.extra.text);
  return text;
}

}  // namespace

Object Object::make(const CheckSubject& subject) {
  Object object;
  if (subject.make_scanner) object.scanner = subject.make_scanner();
  if (subject.make_processor) object.processor = subject.make_processor();
  if (object.scanner != nullptr || object.processor != nullptr) return object;
  throw AdapterError(ErrorCode::kPluginCreateFailed, "no object was made, and no reason given");
}

void Object::configure(const Json& config, HostServices& host) const {
  if (scanner != nullptr) {
    scanner->configure(config, host);
  } else {
    processor->configure(config, host);
  }
}

std::string Object::describe() const {
  return scanner != nullptr ? text_of(scanner->describe()) : text_of(processor->describe());
}

std::vector<std::string> Object::media_types() const {
  return processor != nullptr ? processor->describe().media_types : std::vector<std::string>{};
}

void Object::destroy() {
  scanner.reset();
  processor.reset();
}

}  // namespace portside::conformance

// SPDX-License-Identifier: Apache-2.0
#include "runtime/make_object.hpp"

#include <cstring>

#include "portside/api/error.hpp"
#include "portside/api/processor.hpp"
#include "portside/api/scanner_adapter.hpp"
#include "runtime/escaped_exception.hpp"

namespace portside::runtime {
namespace {

template <std::size_t N>
std::string bounded(const char (&text)[N]) {
  return {text, ::strnlen(text, N)};
}

AdapterError create_failure(const std::string& id, const abi::CreateError& error) {
  const std::string message = bounded(error.message);
  const auto code = static_cast<ErrorCode>(error.code);
  std::string sentence = id + ": the plugin's object could not be constructed: ";
  if (code == ErrorCode::kPluginUnknownException) {
    sentence += "its constructor threw a non-standard exception of type " + message;
  } else if (message.empty()) {
    sentence += "the plugin returned nothing and gave no reason";
  } else {
    sentence += message;
  }
  AdapterError failure(ErrorCode::kPluginCreateFailed, sentence, bounded(error.detail));
  const bool own_words = code != ErrorCode::kPluginException &&
                         code != ErrorCode::kPluginUnknownException && !message.empty();
  if (own_words && error.can_retry == 0) failure.no_retry();
  return failure;
}

/// The document in the form that a plugin gets it, for no longer than configure() lasts.
struct PluginsCopy {
  explicit PluginsCopy(const Secret& document) : json{document.reveal()} {}
  ~PluginsCopy() { wipe(json.text); }
  PluginsCopy(const PluginsCopy&) = delete;
  PluginsCopy& operator=(const PluginsCopy&) = delete;

  Json json;
};

void configure_object(void* object, std::string_view kind, const std::string& id,
                      const Secret& document, InstanceServices& services) {
  const PluginsCopy config(document);
  guarded(id, "configure", [&] {
    if (kind == "scanner") {
      static_cast<ScannerAdapter*>(object)->configure(config.json, services);
    } else {
      static_cast<Processor*>(object)->configure(config.json, services);
    }
  });
  services.configured();
}

}  // namespace

MadeObject make_object(std::shared_ptr<const loader::LoadedPlugin> plugin, std::string_view kind,
                       const std::string& id, const Secret& document,
                       std::shared_ptr<InstanceServices> services) {
  const abi::KindEntry& entry = *plugin->entry(kind);
  const bool serialized = plugin->thread_model(kind) == abi::ThreadModel::kSerialized;
  abi::CreateError error{};
  void* const raw = guarded(id, "the constructor", [&] { return entry.create(&error); });
  if (raw == nullptr) throw create_failure(id, error);
  std::shared_ptr<void> object(raw, [plugin = std::move(plugin), services,
                                     destroy = entry.destroy](void* made) { destroy(made); });
  configure_object(raw, kind, id, document, *services);
  return {std::move(services), std::move(object), serialized};
}

MadeObject adopt_object(std::shared_ptr<void> object, std::string_view kind, const std::string& id,
                        const Secret& document, std::shared_ptr<InstanceServices> services) {
  if (object == nullptr) {
    throw AdapterError(ErrorCode::kPluginCreateFailed,
                       id + ": the function that makes this built-in " + std::string(kind) +
                           " returned nothing; expected an object");
  }
  void* const raw = object.get();
  std::shared_ptr<void> kept(
      raw, [object = std::move(object), services](void*) mutable { object.reset(); });
  configure_object(raw, kind, id, document, *services);
  return {std::move(services), std::move(kept), false};
}

}  // namespace portside::runtime

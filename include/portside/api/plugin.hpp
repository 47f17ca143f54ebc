// SPDX-License-Identifier: Apache-2.0
//
// Turns a shared object into a Portside plugin. Include it in one .cpp of the plugin and write
// there:
//
//   PORTSIDE_PLUGIN(portside::plugin("acme-scanner", "1.2.0")
//                       .vendor("Acme")
//                       .license("Apache-2.0")
//                       .summary("scans images with Acme Shield"),
//                   portside::scanner<AcmeScanner>().schema(kSchema))
//
// The macro stands in a source file of the module itself: the note of an object file in a static
// library is not linked. A second use in one plugin does not link either. Everything is computed at
// compile time; a name that is too long or malformed is a compile error.
#pragma once

#include <cxxabi.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <stdexcept>
#include <type_traits>
#include <typeinfo>

#include "portside/api/abi.hpp"
#include "portside/api/error.hpp"
#include "portside/api/layout.hpp"
#include "portside/api/plugin_note.hpp"
#include "portside/api/processor.hpp"
#include "portside/api/scanner_adapter.hpp"

namespace portside::abi {

/// Why an object could not be made. Filled by the plugin, in memory of the host: fixed arrays, so
/// nobody has to free anything.
struct CreateError {
  std::int32_t code;
  std::int32_t can_retry;
  char message[512];
  char detail[2048];
};

/// How to make and destroy one kind of object.
struct KindEntry {
  const char* kind;
  /// JSON Schema (draft 7) of the configuration document, or null.
  const char* config_schema;
  /// Returns a pointer to the interface (`ScannerAdapter*` or `Processor*`), or null with `error`
  /// filled.
  void* (*create)(CreateError* error) noexcept;
  void (*destroy)(void* object) noexcept;
};

/// The one exported symbol of a plugin: `portside_plugin_v1`. It repeats the note; a host refuses a
/// plugin whose two accounts differ.
struct PluginDescriptor {
  char magic[8];  // "portside", without terminator
  std::uint32_t size;
  std::uint32_t kind_count;
  const PluginNote* note;
  const KindEntry* kinds;
};

inline constexpr char kDescriptorSymbol[] = "portside_plugin_v1";
inline constexpr std::size_t kMaxKinds = 4;

namespace detail {

/// Copies `text` and cuts it to the size of `target`, not inside a UTF-8 sequence.
template <std::size_t N>
void copy_cut(char (&target)[N], const char* text) noexcept {
  std::size_t length = std::strlen(text);
  if (length >= N) {
    length = N - 1;
    while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xc0U) == 0x80U) --length;
  }
  std::memcpy(target, text, length);
  target[length] = '\0';
}

inline void fill(CreateError* error, ErrorCode code, bool can_retry, const char* message,
                 const char* more) noexcept {
  error->code = static_cast<std::int32_t>(code);
  error->can_retry = can_retry ? 1 : 0;
  copy_cut(error->message, message);
  copy_cut(error->detail, more);
}

/// Describes the exception that is being handled. Here, in the plugin, because nowhere else is the
/// type of a plugin's own exception known for certain.
inline void fill_from_current_exception(CreateError* error) noexcept {
  try {
    throw;
  } catch (const AdapterError& caught) {
    fill(error, caught.code, caught.can_retry, caught.message.c_str(), caught.detail.c_str());
  } catch (const std::exception& caught) {
    fill(error, ErrorCode::kPluginException, false, caught.what(), "");
  } catch (...) {
    const std::type_info* type = __cxxabiv1::__cxa_current_exception_type();
    int status = 0;
    char* readable = type == nullptr
                         ? nullptr
                         : __cxxabiv1::__cxa_demangle(type->name(), nullptr, nullptr, &status);
    fill(error, ErrorCode::kPluginUnknownException, false,
         readable != nullptr ? readable : "unknown type", "");
    std::free(readable);
  }
}

template <typename Interface, typename Implementation>
struct Factory {
  static void* create(CreateError* error) noexcept {
    try {
      return static_cast<Interface*>(new Implementation());
    } catch (...) {
      fill_from_current_exception(error);
      return nullptr;
    }
  }
  static void destroy(void* object) noexcept { delete static_cast<Interface*>(object); }
};

/// Copies a text into a fixed array at compile time; too long is a compile error.
template <std::size_t N>
constexpr void put(char (&target)[N], const char* text) {
  std::size_t i = 0;
  for (; text[i] != '\0'; ++i) {
    if (i + 1 >= N) throw std::length_error("this text is too long for the plugin note");
    target[i] = text[i];
  }
}

/// As put(), but cuts.
template <std::size_t N>
constexpr void put_cut(char (&target)[N], const char* text) noexcept {
  for (std::size_t i = 0; text[i] != '\0' && i + 1 < N; ++i) target[i] = text[i];
}

constexpr bool is_name_character(char c, bool first) noexcept {
  const bool letter_or_digit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  return letter_or_digit || (!first && (c == '.' || c == '_' || c == '-'));
}

}  // namespace detail

/// What portside::plugin() collects.
class PluginIdentity {
 public:
  constexpr PluginIdentity(const char* name, const char* version) {
    if (name[0] == '\0') throw std::invalid_argument("a plugin needs a name");
    for (std::size_t i = 0; name[i] != '\0'; ++i) {
      if (!detail::is_name_character(name[i], i == 0)) {
        throw std::invalid_argument("a plugin's name consists of a-z, 0-9 and . _ - (not first)");
      }
    }
    if (version[0] == '\0') throw std::invalid_argument("a plugin needs a version");
    detail::put(note_.name, name);
    detail::put(note_.version, version);
  }
  constexpr PluginIdentity& vendor(const char* text) {
    return detail::put(note_.vendor, text), *this;
  }
  /// SPDX expression.
  constexpr PluginIdentity& license(const char* text) {
    return detail::put(note_.license, text), *this;
  }
  /// One line for `portside plugins list`.
  constexpr PluginIdentity& summary(const char* text) {
    return detail::put(note_.summary, text), *this;
  }
  constexpr const PluginNote& note() const noexcept { return note_; }

 private:
  PluginNote note_{};
};

/// What portside::scanner() and portside::processor() collect.
class KindDeclaration {
 public:
  constexpr KindDeclaration(const char* kind, std::uint16_t revision,
                            void* (*create)(CreateError*) noexcept, void (*destroy)(void*) noexcept)
      : entry_{kind, nullptr, create, destroy}, revision_(revision) {}

  /// The JSON Schema (draft 7) that configuration documents must meet; a string with static
  /// storage.
  constexpr KindDeclaration& schema(const char* json) { return entry_.config_schema = json, *this; }

  /// The host makes the [call] methods of one object one after the other. Without it they may run
  /// at the same time.
  constexpr KindDeclaration& serialized() {
    return thread_model_ = ThreadModel::kSerialized, *this;
  }
  constexpr const KindEntry& entry() const noexcept { return entry_; }
  constexpr KindNote note() const {
    KindNote note{};
    detail::put(note.kind, entry_.kind);
    note.interface_revision = revision_;
    note.thread_model = static_cast<std::uint8_t>(thread_model_);
    return note;
  }

 private:
  KindEntry entry_;
  std::uint16_t revision_;
  ThreadModel thread_model_ = ThreadModel::kConcurrent;
};

template <typename... Kinds>
constexpr ElfNote make_note(const PluginIdentity& identity, const Kinds&... kinds) {
  static_assert(sizeof...(Kinds) >= 1, "a plugin makes at least one kind of object");
  static_assert(sizeof...(Kinds) <= kMaxKinds, "a plugin makes at most four kinds of objects");
  ElfNote note{sizeof(kNoteOwner), sizeof(PluginNote), kNoteType, {}, identity.note()};
  detail::put(note.owner, kNoteOwner);
  PluginNote& body = note.body;
  body.abi_major = kMajor;
  body.abi_minor = kMinor;
  body.size = sizeof(PluginNote);
  const std::uint64_t layout = layout_fingerprint();
  body.layout_low = static_cast<std::uint32_t>(layout);
  body.layout_high = static_cast<std::uint32_t>(layout >> 32U);
  body.flags = build_flags();
  detail::put(body.stdlib, stdlib_tag());
  detail::put_cut(body.toolchain, toolchain());
  detail::put(body.sdk_version, kSdkVersion);
  std::size_t index = 0;
  ((body.kinds[index++] = kinds.note()), ...);
  return note;
}

template <std::size_t N>
struct KindEntries {
  KindEntry entries[N];
};

template <typename... Kinds>
constexpr KindEntries<sizeof...(Kinds)> make_entries(const PluginIdentity&, const Kinds&... kinds) {
  return {{kinds.entry()...}};
}

constexpr PluginDescriptor make_descriptor(const ElfNote& note, const KindEntry* kinds,
                                           std::size_t count) {
  return {{'p', 'o', 'r', 't', 's', 'i', 'd', 'e'},
          sizeof(PluginDescriptor),
          static_cast<std::uint32_t>(count),
          &note.body,
          kinds};
}

}  // namespace portside::abi

namespace portside {

/// Begins the identity of a plugin: its name ([a-z0-9][a-z0-9._-]*, at most 63 bytes) and semantic
/// version.
constexpr abi::PluginIdentity plugin(const char* name, const char* version) {
  return {name, version};
}

/// Declares that the plugin makes scanner adapters of class T.
template <typename T>
constexpr abi::KindDeclaration scanner() {
  static_assert(std::is_base_of_v<ScannerAdapter, T>, "T must derive from ScannerAdapter");
  static_assert(std::is_default_constructible_v<T>, "T must have a default constructor");
  using Factory = abi::detail::Factory<ScannerAdapter, T>;
  return {"scanner", abi::kScannerRevision, &Factory::create, &Factory::destroy};
}

/// Declares that the plugin makes processors of class T.
template <typename T>
constexpr abi::KindDeclaration processor() {
  static_assert(std::is_base_of_v<Processor, T>, "T must derive from Processor");
  static_assert(std::is_default_constructible_v<T>, "T must have a default constructor");
  using Factory = abi::detail::Factory<Processor, T>;
  return {"processor", abi::kProcessorRevision, &Factory::create, &Factory::destroy};
}

}  // namespace portside

/// Defines the note and the exported descriptor. Arguments: portside::plugin(...), then one to four
/// of portside::scanner<T>() and portside::processor<T>().
#define PORTSIDE_PLUGIN(...)                                                          \
  namespace {                                                                         \
  [[gnu::used, gnu::section(".note.portside"),                                        \
    gnu::aligned(4)]] constexpr ::portside::abi::ElfNote portside_note =              \
      ::portside::abi::make_note(__VA_ARGS__);                                        \
  constexpr auto portside_kinds = ::portside::abi::make_entries(__VA_ARGS__);         \
  }                                                                                   \
  extern "C" {                                                                        \
  [[gnu::visibility(                                                                  \
      "default")]] extern const ::portside::abi::PluginDescriptor portside_plugin_v1; \
  [[gnu::used]] constexpr ::portside::abi::PluginDescriptor portside_plugin_v1 =      \
      ::portside::abi::make_descriptor(                                               \
          portside_note, portside_kinds.entries,                                      \
          sizeof(portside_kinds.entries) / sizeof(portside_kinds.entries[0]));        \
  }                                                                                   \
  static_assert(true, "")

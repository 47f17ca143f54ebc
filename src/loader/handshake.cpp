// SPDX-License-Identifier: Apache-2.0
#include "loader/handshake.hpp"

#include <cstdio>
#include <iterator>

#include "loader/note_text.hpp"
#include "loader/printable.hpp"

namespace portside::loader {
namespace {

using Verdict = std::optional<Refusal>;

Refusal bad_note(const std::string& found) {
  return {PluginReason::kBadNote,
          "its Portside note is not well-formed: " + found +
              "; rebuild the plugin with PORTSIDE_PLUGIN() of the Portside headers"};
}

Refusal abi_mismatch(const std::string& found) {
  return {PluginReason::kAbiMismatch, found};
}

std::string quoted(std::string_view text) {
  return "\"" + printable(text) + "\"";
}

std::string headers_of(const abi::PluginNote& note) {
  return "Portside headers " + printable(text_of(note.sdk_version));
}

Verdict check_texts(const abi::PluginNote& note, const HostAbi&) {
  const auto unterminated = [](const char* member) {
    return bad_note(std::string("its ") + member + " has no end");
  };
  if (!is_terminated(note.stdlib)) return unterminated("standard library");
  if (!is_terminated(note.toolchain)) return unterminated("toolchain");
  if (!is_terminated(note.sdk_version)) return unterminated("SDK version");
  if (!is_terminated(note.name)) return unterminated("name");
  if (!is_terminated(note.version)) return unterminated("version");
  if (!is_terminated(note.vendor)) return unterminated("vendor");
  if (!is_terminated(note.license)) return unterminated("license");
  if (!is_terminated(note.summary)) return unterminated("summary");
  for (const abi::KindNote& kind : note.kinds) {
    if (!is_terminated(kind.kind)) return unterminated("kind");
  }
  return std::nullopt;
}

Verdict check_identity(const abi::PluginNote& note, const HostAbi&) {
  if (note.size < sizeof(note)) {
    return bad_note("it says that it has " + std::to_string(note.size) +
                    " bytes, expected at least " + std::to_string(sizeof(note)));
  }
  const std::string_view name = text_of(note.name);
  bool first = true;
  for (const char c : name) {
    if (!abi::detail::is_name_character(c, first)) {
      return bad_note("its name is " + quoted(name) +
                      ", expected a-z, 0-9 and . _ - (these three not first)");
    }
    first = false;
  }
  if (name.empty()) return bad_note("it has no name");
  if (text_of(note.version).empty()) return bad_note("it has no version");
  return std::nullopt;
}

Verdict check_kind(const abi::PluginNote& note, std::size_t index) {
  const std::string_view name = text_of(note.kinds[index].kind);
  for (std::size_t i = 0; i < index; ++i) {
    if (text_of(note.kinds[i].kind) == name) {
      return bad_note("it has the kind " + quoted(name) + " twice");
    }
  }
  const std::uint8_t thread_model = note.kinds[index].thread_model;
  if (is_known_kind(name) &&
      thread_model > static_cast<std::uint8_t>(abi::ThreadModel::kSerialized)) {
    return bad_note("the thread model of its kind " + quoted(name) + " is " +
                    std::to_string(thread_model) + ", expected 0 or 1");
  }
  return std::nullopt;
}

Verdict check_kinds(const abi::PluginNote& note, const HostAbi&) {
  std::string_view any;
  bool any_known = false;
  for (std::size_t i = 0; i < std::size(note.kinds); ++i) {
    const std::string_view name = text_of(note.kinds[i].kind);
    if (name.empty()) continue;
    if (auto refusal = check_kind(note, i)) return refusal;
    any = name;
    any_known = any_known || is_known_kind(name);
  }
  if (any_known) return std::nullopt;
  if (any.empty()) return bad_note("it has no kind, expected scanner or processor");
  return bad_note("it has no kind that this host knows, only " + quoted(any) +
                  ", expected scanner or processor");
}

Verdict check_version(const abi::PluginNote& note, const HostAbi& host) {
  const bool same_major = note.abi_major == host.major;
  if (same_major && note.abi_minor <= host.minor) return std::nullopt;
  const auto version = [](std::uint16_t major, std::uint16_t minor) {
    return std::to_string(major) + "." + std::to_string(minor);
  };
  return abi_mismatch(
      "built for Portside ABI " + version(note.abi_major, note.abi_minor) + " (" +
      headers_of(note) + "), this host has " + version(host.major, host.minor) + "; " +
      (same_major ? "update this host, or rebuild the plugin with the host's headers"
                  : "install a build of the plugin for ABI " + std::to_string(host.major)));
}

Verdict check_stdlib(const abi::PluginNote& note, const HostAbi& host) {
  const std::string_view found = text_of(note.stdlib);
  if (found == host.stdlib) return std::nullopt;
  const char* remedy = "";
  if (found == "libstdc++-cow") remedy = " (without -D_GLIBCXX_USE_CXX11_ABI=0)";
  if (found == "libstdc++-debug") remedy = " (without -D_GLIBCXX_DEBUG)";
  if (found == "libc++-1") remedy = " (clang++ -stdlib=libstdc++)";
  return Refusal{PluginReason::kStdlibMismatch,
                 "built with the C++ standard library " + quoted(found) + ", this host uses \"" +
                     host.stdlib + "\"; rebuild the plugin with that one" + remedy};
}

Verdict check_flags(const abi::PluginNote& note, const HostAbi& host) {
  const std::uint32_t missing = note.flags & ~host.flags;
  const auto sanitizer = [](const char* name, const char* option) {
    return Refusal{
        PluginReason::kSanitizerMismatch,
        std::string("built with ") + name +
            ", this host is not, and loading it would end the process; rebuild the plugin "
            "without -fsanitize=" +
            option};
  };
  if ((missing & abi::kAddressSanitizer) != 0) return sanitizer("AddressSanitizer", "address");
  if ((missing & abi::kThreadSanitizer) != 0) return sanitizer("ThreadSanitizer", "thread");
  const auto built_without = [](const char* feature, const char* option) {
    return Refusal{PluginReason::kBuildFlags,
                   std::string("built without ") + feature +
                       ", which a plugin must have; rebuild it without " + option};
  };
  if ((note.flags & abi::kNoExceptions) != 0) return built_without("exceptions", "-fno-exceptions");
  if ((note.flags & abi::kNoRtti) != 0) {
    return built_without("run-time type information", "-fno-rtti");
  }
  return std::nullopt;
}

Verdict check_layout(const abi::PluginNote& note, const HostAbi& host) {
  const std::uint64_t found = (std::uint64_t{note.layout_high} << 32U) | note.layout_low;
  if (found == host.layout) return std::nullopt;
  const auto hex = [](std::uint64_t value) {
    char text[17];
    std::snprintf(text, sizeof(text), "%016llx", static_cast<unsigned long long>(value));
    return std::string(text);
  };
  return abi_mismatch(
      "its compiler, " + describe_note(note).toolchain + " with " + headers_of(note) +
      ", lays out the types of the boundary in another way (layout " + hex(found) + ", this host " +
      hex(host.layout) + "); rebuild the plugin with the host's headers (" + abi::kSdkVersion +
      ") and without options that change the layout of structs");
}

Verdict check_revisions(const abi::PluginNote& note, const HostAbi& host) {
  for (const abi::KindNote& kind : note.kinds) {
    const std::string_view name = text_of(kind.kind);
    if (!is_known_kind(name)) continue;
    const std::uint16_t wanted =
        name == kKnownKinds[0] ? host.scanner_revision : host.processor_revision;
    if (kind.interface_revision == wanted) continue;
    return abi_mismatch("it has revision " + std::to_string(kind.interface_revision) + " of the " +
                        std::string(name) + " interface, this host calls revision " +
                        std::to_string(wanted) +
                        "; install a build of the plugin for that revision");
  }
  return std::nullopt;
}

}  // namespace

HostAbi HostAbi::of_this_build() {
  return {abi::kMajor,       abi::kMinor,           abi::layout_fingerprint(), abi::build_flags(),
          abi::stdlib_tag(), abi::kScannerRevision, abi::kProcessorRevision};
}

std::optional<Refusal> check_note(const abi::PluginNote& note, const HostAbi& host) {
  for (const auto check : {check_texts, check_identity, check_kinds, check_version, check_stdlib,
                           check_flags, check_layout, check_revisions}) {
    if (auto refusal = check(note, host)) return refusal;
  }
  return std::nullopt;
}

}  // namespace portside::loader

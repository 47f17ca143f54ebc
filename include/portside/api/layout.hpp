// SPDX-License-Identifier: Apache-2.0
//
// The layout fingerprint: one number for how this compiler lays out every type that crosses the
// plugin boundary. A plugin's note carries the number that its own compiler computed; the host
// refuses the plugin when it is not the host's. Sizes alone would miss two members of equal type
// that changed places, so names and offsets count as well.
//
// Every boundary struct is listed with every member. tests/unit/api/layout_test.cpp fails when a
// member is missing here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/api/processor.hpp"
#include "portside/api/scanner_adapter.hpp"

namespace portside::abi {

/// FNV-1a, 64 bits, over names and numbers.
class LayoutHash {
 public:
  template <typename T>
  constexpr LayoutHash& type(const char* name) noexcept {
    return text(name).number(sizeof(T)).number(alignof(T));
  }
  constexpr LayoutHash& member(const char* name, std::size_t offset, std::size_t size) noexcept {
    return text(name).number(offset).number(size);
  }
  constexpr std::uint64_t value() const noexcept { return hash_; }

 private:
  constexpr LayoutHash& text(const char* characters) noexcept {
    for (; *characters != '\0'; ++characters) byte(static_cast<unsigned char>(*characters));
    byte(0);
    return *this;
  }
  constexpr LayoutHash& number(std::uint64_t value) noexcept {
    for (int shift = 0; shift < 64; shift += 8) byte((value >> shift) & 0xffU);
    return *this;
  }
  constexpr void byte(std::uint64_t value) noexcept { hash_ = (hash_ ^ value) * 0x100000001b3ULL; }

  std::uint64_t hash_ = 0xcbf29ce484222325ULL;
};

// offsetof is only "conditionally supported" for types with std::optional members or a base class;
// g++ and clang++ both support it.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"

/// Adds the members of T to a hash; one specialisation for each boundary struct.
template <typename T>
struct Layout;

// clang-format off
#define PORTSIDE_LAYOUT(type_name, members, ...)                               \
  template <>                                                                  \
  struct Layout<type_name> {                                                   \
    using Type = type_name;                                                    \
    static constexpr std::size_t kMembers = members;                           \
    static constexpr void add_to(LayoutHash& hash) noexcept {                  \
      hash.type<Type>(#type_name);                                             \
      __VA_ARGS__                                                              \
    }                                                                          \
  };
#define M(name) hash.member(#name, offsetof(Type, name), sizeof(Type::name));

PORTSIDE_LAYOUT(Json, 1, M(text))
PORTSIDE_LAYOUT(AdapterError, 5, M(message) M(detail) M(code) M(can_retry) M(retry_after))
PORTSIDE_LAYOUT(Progress, 3, M(phase) M(done) M(total))
PORTSIDE_LAYOUT(HttpRequest, 9, M(method) M(url) M(headers) M(body) M(idempotent) M(max_body)
    M(timeout) M(idle_timeout) M(extra))
PORTSIDE_LAYOUT(HttpResponse, 5, M(status) M(headers) M(body) M(cut_short) M(extra))
PORTSIDE_LAYOUT(HttpOptions, 8, M(origins) M(ca_file) M(client_cert) M(client_key) M(proxy)
    M(insecure) M(min_tls) M(extra))
PORTSIDE_LAYOUT(Credentials, 7, M(kind) M(user) M(secret) M(token) M(token_url) M(expires_at)
    M(extra))
PORTSIDE_LAYOUT(Authorization, 2, M(header) M(expires_at))
PORTSIDE_LAYOUT(ChildCommand, 4, M(argv) M(environment) M(working_directory) M(extra))
PORTSIDE_LAYOUT(Cvss, 4, M(source) M(version) M(vector) M(score))
PORTSIDE_LAYOUT(Vulnerability, 20, M(id) M(package) M(version) M(fixed_version) M(severity)
    M(severity_text) M(status) M(title) M(description) M(location) M(layer_digest) M(purl)
    M(source_name) M(source_version) M(data_source) M(links) M(aliases) M(cwe_ids) M(cvss)
    M(extra))
PORTSIDE_LAYOUT(ImageReference, 9, M(registry_url) M(repository) M(digest) M(manifest_media_type)
    M(artifact_type) M(config_media_type) M(platform) M(tags) M(extra))
PORTSIDE_LAYOUT(Wanted, 3, M(capability) M(media_types) M(parameters))
PORTSIDE_LAYOUT(Previous, 3, M(scan_metadata) M(data_updated_at) M(scanner_version))
PORTSIDE_LAYOUT(ScanRequest, 4, M(image) M(wanted) M(previous) M(extra))
PORTSIDE_LAYOUT(ImageCheck, 5, M(verdict) M(reason) M(checked_at) M(details) M(extra))
PORTSIDE_LAYOUT(Coverage, 6, M(outcome) M(os) M(packages) M(data_updated_at) M(notes) M(extra))
PORTSIDE_LAYOUT(ScanSummary, 5, M(coverage) M(metadata) M(check) M(scanner_version) M(extra))
PORTSIDE_LAYOUT(ScanStep, 7, M(kind) M(summary) M(continuation) M(retry_after) M(await) M(note)
    M(extra))
PORTSIDE_LAYOUT(Capability, 4, M(name) M(consumes) M(produces) M(extra))
PORTSIDE_LAYOUT(ScannerInfo, 5, M(name) M(vendor) M(version) M(capabilities) M(properties))
PORTSIDE_LAYOUT(ScannerStatus, 5, M(reachable) M(version) M(message) M(data_updated_at) M(extra))
PORTSIDE_LAYOUT(Notification, 4, M(method) M(path) M(headers) M(body))
PORTSIDE_LAYOUT(AcceptedNotification, 2, M(dedup_key) M(token))
PORTSIDE_LAYOUT(RescanTarget, 2, M(digest) M(recheck_only))
PORTSIDE_LAYOUT(RescanTargets, 3, M(targets) M(all) M(extra))
PORTSIDE_LAYOUT(Artifact, 17, M(id) M(type) M(media_type) M(manifest_media_type) M(artifact_type)
    M(project_id) M(repository_id) M(repository_name) M(digest) M(size) M(icon) M(push_time)
    M(pull_time) M(extra_attrs) M(references) M(annotations) M(extra))
PORTSIDE_LAYOUT(ArtifactMetadata, 5, M(extra_attrs) M(annotations) M(icon) M(note) M(look_again))
PORTSIDE_LAYOUT(Addition, 2, M(content) M(content_type))
PORTSIDE_LAYOUT(ProcessorInfo, 3, M(name) M(media_types) M(extra))

#undef M
#undef PORTSIDE_LAYOUT
// clang-format on
#pragma GCC diagnostic pop

template <typename... Types>
struct TypeList {
  static constexpr void add_to(LayoutHash& hash) noexcept { (Layout<Types>::add_to(hash), ...); }
};

/// Every boundary struct.
using BoundaryTypes =
    TypeList<Json, AdapterError, Progress, HttpRequest, HttpResponse, HttpOptions, Credentials,
             Authorization, ChildCommand, Cvss, Vulnerability, ImageReference, Wanted, Previous,
             ScanRequest, ImageCheck, Coverage, ScanSummary, ScanStep, Capability, ScannerInfo,
             ScannerStatus, Notification, AcceptedNotification, RescanTarget, RescanTargets,
             Artifact, ArtifactMetadata, Addition, ProcessorInfo>;

/// The fingerprint as the including compiler computes it.
constexpr std::uint64_t layout_fingerprint() noexcept {
  LayoutHash hash;
  hash.type<bool>("bool").type<long>("long").type<double>("double").type<void*>("pointer");
  hash.type<std::string>("string").type<std::vector<std::string>>("vector");
  hash.type<std::optional<std::string>>("optional<string>");
  hash.type<std::optional<Millis>>("optional<Millis>");
  hash.type<std::pair<std::string, std::string>>("pair");
  hash.type<std::map<std::string, std::string>>("map");
  hash.type<ScannerAdapter>("ScannerAdapter").type<Processor>("Processor");
  BoundaryTypes::add_to(hash);
  return hash.value();
}

}  // namespace portside::abi

// SPDX-License-Identifier: Apache-2.0
//
// What the conformance checks have to know of a plugin to get beyond its surface.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "portside/api/artifact.hpp"
#include "portside/api/byte_sink.hpp"
#include "portside/api/child_command.hpp"
#include "portside/api/http_client.hpp"
#include "portside/api/json.hpp"
#include "portside/api/scan_request.hpp"
#include "portside/testing/memory_registry_access.hpp"

namespace portside::testing {

/// An answer of 64 MiB: `begin`, then `piece` again and again, then `end`. Make `piece` a row in
/// your scanner's format, so that the answer is one that your plugin would read to its end.
struct HugeAnswer {
  std::string begin = "[{}";
  std::string piece = R"(,{"id":"CVE-2024-0001","package":"xz-utils","severity":"High"})";
  std::string end = "]";
  Headers headers = {{"Content-Type", "application/json"}};
};

/// How to exercise one plugin. Everything has a default that suits a plugin without a
/// configuration and without a server; the more is said, the deeper the checks reach.
struct Quirks {
  /// A valid configuration document; absent = the plugin is configured without one.
  Json config;

  /// Answers as the plugin's server would when all is well. Called for every request, in any order
  /// and from several threads at a time: a function and no script, since checks repeat and
  /// overlap operations. May throw AdapterError. Empty = 200 with `{}`.
  std::function<HttpResponse(const HttpRequest&)> backend;

  /// Runs as the plugin's program would; returns its exit status. Empty = it cannot be started.
  std::function<std::int32_t(const ChildCommand&, ByteSink& out, ByteSink& err)> run_child;

  /// Puts the image or artifact into the repository. Empty = a small image of two layers, and a
  /// config of the first media type that a processor names.
  std::function<void(MemoryRegistryAccess&)> fill_repository;

  /// The scan to ask for; absent = of the small image. Set together with `fill_repository`.
  std::optional<ScanRequest> request;
  /// The artifact for a processor; absent = the small image. Set together with `fill_repository`.
  std::optional<Artifact> artifact;

  HugeAnswer huge_answer;

  /// Operations that are not to be called, by the names of their methods: `check_image`, `status`.
  /// (One that throws kUnsupported needs no mention.)
  std::set<std::string> unsupported;

  /// Checks that are not to be made, by id, with the reason.
  std::map<std::string, std::string> skip;
};

}  // namespace portside::testing

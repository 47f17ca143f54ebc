// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "portside/api/json.hpp"
#include "portside/api/millis.hpp"

namespace portside {

/// An artifact as the registry knows it: Harbor 2's artifact model, whose JSON names are the member
/// names here (`id`, `media_type`, ...).
struct Artifact {
  std::int64_t id = 0;
  /// `IMAGE`, `CHART`, ...; "" before a processor has told.
  std::string type;
  /// Of the config for a manifest, of the index itself for an index.
  std::string media_type;
  std::string manifest_media_type;
  /// The manifest's `artifactType`, or the media type of its config.
  std::string artifact_type;
  std::int64_t project_id = 0;
  std::int64_t repository_id = 0;
  /// `project/name`.
  std::string repository_name;
  std::string digest;
  /// In bytes, with everything that the manifest refers to.
  std::int64_t size = 0;
  /// The digest of an icon, or "".
  std::string icon;
  /// Epoch milliseconds; absent when it never happened.
  std::optional<Millis> push_time;
  std::optional<Millis> pull_time;
  /// What the processor learned from the config, a JSON object or absent.
  Json extra_attrs;
  /// The manifests that an index refers to, a JSON array or absent. Of each, as in Harbor: `id`,
  /// `parent_id`, `child_id` (of the registry's tables; 0 when they are not known), `child_digest`,
  /// `Platform`, `urls`, `annotations`.
  Json references;
  std::map<std::string, std::string> annotations;
  /// Members of the JSON form that this version does not know, an object or absent; written back.
  Json extra;
};

/// What a processor may change of an artifact. An absent member leaves the artifact's as it is. The
/// rest of an artifact (digest, size, repository, ...) is the registry's and cannot be changed.
struct ArtifactMetadata {
  std::optional<Json> extra_attrs;
  std::optional<std::map<std::string, std::string>> annotations;
  std::optional<std::string> icon;
  /// What the processor could not do, and why, for operators: a sentence. "" when it did its part.
  std::string note;
  /// It may be able to do it later: the host is to call it again for this artifact.
  bool look_again = false;
};

/// A document about an artifact that is made on request: a README, the values of a chart.
struct Addition {
  std::string content;
  /// A media type, for example `text/markdown; charset=utf-8`.
  std::string content_type;
};

}  // namespace portside

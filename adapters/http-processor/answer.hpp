// SPDX-License-Identifier: Apache-2.0
//
// What remote processors answer. Names of members may have any case, and those that are not known
// are passed over.
//
// Readers of answers of status 2xx throw kScannerRejected when the answer has an `Error`, and
// kScannerBadAnswer when it is none. `what` begins messages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "portside/api/artifact.hpp"

namespace portside::http_processor {

/// In capitals.
std::string read_artifact_type(std::string_view body, const std::string& what);

/// In the service's own spelling, each once whatever its case.
std::vector<std::string> read_addition_types(std::string_view body, const std::string& what);

struct MetadataAnswer {
  /// All that is taken over.
  ArtifactMetadata metadata;
  /// Names of members that the registry alone may change, and that are not as they were sent.
  std::vector<std::string> differences;
};

/// `sent` is the artifact of the request. A null or missing `Artifact` changes nothing, and neither
/// does an empty body. Of an `Artifact`: `extra_attrs` is an object, or null to clear them;
/// `annotations` an object of texts, or null to change nothing; `icon` a digest, "" to clear it, or
/// null to change nothing; what is missing changes nothing.
MetadataAnswer read_metadata(std::string_view body, const Artifact& sent, const std::string& what);

/// A null `Addition` is an empty one; without a `ContentType` it is `application/octet-stream`.
Addition read_addition(std::string_view body, const std::string& what);

/// What an answer of another status says: its `Error`, else its text, on one line of at most 512
/// bytes; "" for nothing.
std::string said_error(std::string_view body);

}  // namespace portside::http_processor

// SPDX-License-Identifier: Apache-2.0
//
// What a host sends to a remote processor. The first byte chooses the endpoint, the rest is a body
// (of a POST) or what stands behind the path (of a GET). Every request has an answer that is JSON,
// and none of ours is a defect.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "portside/sdk/deadline_call.hpp"
#include "portside/sdk/json_members.hpp"
#include "portside/sdk/processor_base.hpp"
#include "portside/sdk/remote_processor.hpp"

namespace {

using namespace portside;

void require(bool condition) {
  if (!condition) std::abort();
}

/// Says of an artifact what it was told of it.
class EchoProcessor final : public sdk::ProcessorBase {
 public:
  ProcessorInfo describe() const override { return {"echo", {}, {}}; }
  std::string artifact_type(const Artifact& artifact, const CallContext&) override {
    return artifact.media_type;
  }
  std::vector<std::string> addition_types(const Artifact&, const CallContext&) override {
    return {"README.MD"};
  }
  ArtifactMetadata abstract_metadata(const std::string& manifest, const Artifact& artifact,
                                     RegistryAccess&, const CallContext&) override {
    ArtifactMetadata metadata;
    metadata.annotations = artifact.annotations;
    (*metadata.annotations)["manifest"] = manifest;
    return metadata;
  }
  Addition abstract_addition(const Artifact& artifact, const std::string& addition_type,
                             RegistryAccess& registry, const CallContext&) override {
    return {artifact.digest + registry.url(), addition_type};
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  constexpr const char* kPosts[] = {"/abstractmetadata", "/x/abstractaddition?a"};
  HttpRequest request;
  if (data[0] < 2) {
    request.method = "POST";
    request.url = kPosts[data[0]];
    request.body = text;
  } else {
    request.url = "/artifacttype" + text;
  }
  EchoProcessor processor;
  const HttpResponse answer =
      sdk::RemoteProcessor(processor, {}).handle(request, sdk::DeadlineCall(60'000, "fuzz"));
  require(sdk::json_kind(answer.body, "the answer", 128) == sdk::JsonKind::kObject);
  require(answer.status == 200 || answer.status == 501 ||
          (answer.status >= 400 && answer.status < 500));
  return 0;
}

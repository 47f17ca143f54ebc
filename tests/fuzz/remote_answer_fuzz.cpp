// SPDX-License-Identifier: Apache-2.0
//
// What a remote processor answers. The first byte chooses the endpoint, or a status that is no
// success. Errors are one line of kScannerBadAnswer or kScannerRejected; what is taken over is fit
// for an artifact, a URL and a header.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "http-processor/answer.hpp"
#include "http-processor/refusal.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/artifact_json.hpp"
#include "portside/sdk/media_type.hpp"

namespace {

using namespace portside;
namespace remote = portside::http_processor;

void require(bool condition) {
  if (!condition) std::abort();
}

bool is_visible(std::string_view text) {
  for (const char c : text) {
    if (c <= ' ' || c > '~') return false;
  }
  return !text.empty();
}

Artifact sent_artifact() {
  Artifact artifact;
  artifact.id = 7;
  artifact.digest = "sha256:" + std::string(64, 'a');
  artifact.references.text = R"([{"child_id":1}])";
  artifact.push_time = 1'700'000'000'000;
  return artifact;
}

void check_metadata_answer(std::string_view body) {
  Artifact artifact = sent_artifact();
  const auto answer = remote::read_metadata(body, artifact, "it");
  sdk::apply(answer.metadata, artifact);
  const Artifact again = sdk::artifact_from_json(sdk::artifact_to_json(artifact));
  require(again.digest == artifact.digest);
  require(again.extra_attrs.text == artifact.extra_attrs.text);
}

void check_success(unsigned endpoint, std::string_view body) {
  switch (endpoint) {
    case 0: return require(is_visible(remote::read_artifact_type(body, "it")));
    case 1:
      for (const std::string& name : remote::read_addition_types(body, "it")) {
        require(is_visible(name));
      }
      return;
    case 2: return check_metadata_answer(body);
    default: {
      const Addition addition = remote::read_addition(body, "it");
      require(sdk::is_content_type(addition.content_type));
      require(addition.content.size() <= body.size());
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] >= 4) {
    HttpResponse response;
    response.status = 300 + data[0];
    response.body = body;
    response.headers = {{"Retry-After", std::string(body)}};
    const AdapterError error = remote::refusal_of(response, "it");
    require(error.message.find('\n') == std::string::npos);
    require(!error.retry_after || (error.can_retry && *error.retry_after > 0));
    return 0;
  }
  try {
    check_success(data[0], body);
  } catch (const AdapterError& error) {
    require(error.code == ErrorCode::kScannerBadAnswer ||
            error.code == ErrorCode::kScannerRejected);
    require(error.message.find('\n') == std::string::npos);
  }
  return 0;
}

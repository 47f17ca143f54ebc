// SPDX-License-Identifier: Apache-2.0
//
// An index, a manifest and a config with NULs between them, pushed into a registry in which every
// digest names that manifest and that config. Only errors that pushes may have come out, and what
// is learned can be stored and read back.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "portside/api/error.hpp"
#include "portside/host/artifact_service.hpp"
#include "portside/sdk/artifact_json.hpp"
#include "portside/testing/test_call_context.hpp"

namespace {

using namespace portside;

void require(bool condition) {
  if (!condition) std::abort();
}

/// The text up to the next NUL.
std::string next_part(std::string_view& text) {
  const std::size_t size = std::min(text.find('\0'), text.size());
  std::string part(text.substr(0, size));
  text.remove_prefix(std::min(size + 1, text.size()));
  return part;
}

class OneOfEach final : public RegistryAccess {
 public:
  OneOfEach(std::string manifest, std::string config)
      : manifest_(std::move(manifest)), config_(std::move(config)) {}

  std::string url() const override { return "https://registry.test"; }
  std::string repository() const override { return "a/b"; }
  std::string manifest(const std::string&, std::string& media_type, const CallContext&) override {
    media_type = "application/vnd.oci.image.manifest.v1+json";
    return manifest_;
  }
  void blob(const std::string&, ByteSink& sink, const CallContext&) override {
    sink.write(config_);
  }
  void layer(const std::string&, const std::string&, ByteSink&, const CallContext&) override {}
  Authorization authorization(const CallContext&) override { return {}; }
  Credentials credentials(const CallContext&) override { return {}; }

 private:
  const std::string manifest_;
  const std::string config_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ArtifactService service(std::make_shared<ProcessorRegistry>());
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string index = next_part(text);
  const std::string manifest = next_part(text);
  OneOfEach registry(manifest, next_part(text));
  const testing::TestCallContext context;
  try {
    const Artifact found = service.abstract(index, "", {}, registry, context).artifact;
    const std::string json = sdk::artifact_to_json(found);
    require(sdk::artifact_to_json(sdk::artifact_from_json(json)) == json);
    for (const std::string& name : service.addition_types(found, context)) {
      static_cast<void>(service.addition(found, name, registry, context));
    }
  } catch (const AdapterError& error) {
    require(error.code == ErrorCode::kRegistryBadAnswer || error.code == ErrorCode::kIntegrity ||
            error.code == ErrorCode::kMalformedData || error.code == ErrorCode::kTooLarge);
  }
  return 0;
}

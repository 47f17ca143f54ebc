// SPDX-License-Identifier: Apache-2.0
#include "oci/image_config.hpp"

#include <nlohmann/json.hpp>

#include "json/depth.hpp"
#include "oci/reference.hpp"
#include "portside/api/error.hpp"

namespace portside::oci {
namespace {

using nlohmann::json;

constexpr int kMaxConfigDepth = 64;
constexpr std::size_t kMaxLayers = 10'000;

[[noreturn]] void refuse_config(const std::string& why) {
  throw AdapterError(ErrorCode::kRegistryBadAnswer, "the image's config cannot be used: " + why);
}

std::string text_in(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return {};
  if (!found->is_string()) refuse_config(std::string("its ") + key + " is no text");
  return found->get<std::string>();
}

std::vector<std::string> diff_ids_in(const json& config) {
  std::vector<std::string> all;
  const auto rootfs = config.find("rootfs");
  if (rootfs == config.end() || rootfs->is_null()) return all;
  if (!rootfs->is_object()) refuse_config("its rootfs is no object");
  const auto ids = rootfs->find("diff_ids");
  if (ids == rootfs->end() || ids->is_null()) return all;
  if (!ids->is_array()) refuse_config("its rootfs.diff_ids is no list");
  if (ids->size() > kMaxLayers) refuse_config("it names more than 10,000 layers");
  for (const json& id : *ids) {
    if (!id.is_string() || !is_digest(id.get_ref<const std::string&>())) {
      refuse_config("one of its rootfs.diff_ids is no digest");
    }
    all.push_back(id.get<std::string>());
  }
  return all;
}

}  // namespace

ImageConfig parse_image_config(std::string_view text) {
  if (text.size() > kMaxConfigBytes) refuse_config("it is larger than 8 MiB");
  if (json_text::is_deeper_than(text, kMaxConfigDepth))
    refuse_config("it is nested more than 64 levels deep");
  const json config = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!config.is_object()) refuse_config("it is no JSON object");
  ImageConfig result;
  result.platform.os = text_in(config, "os");
  result.platform.architecture = text_in(config, "architecture");
  result.platform.variant = text_in(config, "variant");
  result.platform.os_version = text_in(config, "os.version");
  result.diff_ids = diff_ids_in(config);
  return result;
}

}  // namespace portside::oci

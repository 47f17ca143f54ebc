// SPDX-License-Identifier: Apache-2.0
//
// The first byte chooses the format, the rest is the configuration. Only AdapterError may come out,
// the documents of a good one are JSON, and no message holds the value of a reference.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "config/document.hpp"
#include "config/listing.hpp"
#include "config/reseal.hpp"
#include "config/schema_check.hpp"
#include "crypto/sealing.hpp"
#include "portside/api/error.hpp"
#include "portside/host/config.hpp"

namespace {

using portside::ConfigFormat;

/// No input says this by chance.
constexpr std::string_view kCanary = "Canary-7f3a9b1c5d";

/// The second one seals what the seed has.
constexpr std::string_view kKeys =
    "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// Looks into nothing outside this process.
portside::SecretLookup lookup() {
  portside::SecretLookup secrets;
  secrets.environment = [](const std::string& name) -> std::optional<std::string> {
    if (name.size() > 3) return std::nullopt;
    return name == "BAD" ? std::string(kCanary) + '\x01' : std::string(kCanary);
  };
  secrets.file = [](const std::string& path) -> portside::Secret {
    if (path.size() < 4) return portside::Secret(std::string(kCanary));
    throw portside::AdapterError(portside::ErrorCode::kConfigInvalid, "there is no such file");
  };
  secrets.sealing_keys = [] { return portside::Secret(std::string(kKeys)); };
  return secrets;
}

std::optional<std::string> schema_of(const std::string& id) {
  if (id == "n") throw portside::AdapterError(portside::ErrorCode::kPluginNotFound, "no plugin");
  if (id == "p") return "";
  return R"({"properties":{"a":{"type":"integer"},"b":{"pattern":"^x","writeOnly":true},
             "c":{"enum":["x"]}},"additionalProperties":false,"required":["a"]})";
}

void require(bool condition) {
  if (!condition) std::abort();
}

void require_no_canary(std::string_view text) {
  require(text.find(kCanary) == std::string_view::npos);
}

void append_texts(const portside::config::Value& value, std::string& out) {
  if (value.kind == portside::config::ValueKind::kString) {
    out += '\'' + value.key + "' " + value.text + '\n';
  }
  for (const auto& child : value.children) append_texts(child, out);
}

/// As an adapter that repeats all that it was given.
void refuse(const portside::config::Value& root, const std::string& id) {
  std::string all;
  const auto* const adapters = portside::config::find_member(root, "adapters");
  const auto* const own =
      adapters == nullptr ? nullptr : portside::config::find_member(*adapters, id);
  if (own != nullptr) append_texts(*own, all);
  throw portside::AdapterError(portside::ErrorCode::kConfigInvalid, id + ": " + all, all);
}

/// Changes nothing but what is sealed, which keeps its length.
void reseal(std::string_view text, ConfigFormat format) {
  static const auto keys = portside::crypto::sealing_keys_of(kKeys);
  try {
    const auto out = portside::config::reseal(text, format, "fuzz", keys);
    require(out.text.reveal().size() == text.size());
    require(out.resealed > 0 || out.text.reveal() == text);
  } catch (const portside::AdapterError& error) {
    require(error.code == portside::ErrorCode::kConfigInvalid);
    require_no_canary(error.message);
    require_no_canary(error.detail);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const ConfigFormat format = data[0] % 2 == 0 ? ConfigFormat::kYaml : ConfigFormat::kJson;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (text.find(kCanary) != std::string_view::npos) return 0;
  try {
    const portside::Config config = portside::parse_config(text, format, "fuzz", lookup());
    for (const auto& [id, document] : config.adapters) {
      require(document.empty() || nlohmann::json::accept(document.reveal()));
    }
  } catch (const portside::AdapterError& error) {
    require(error.code == portside::ErrorCode::kConfigInvalid && !error.message.empty());
    require_no_canary(error.message);
    require_no_canary(error.detail);
  }
  reseal(text, format);
  portside::config::Document document(text, format, "fuzz", lookup());
  const auto configure = [&](const std::string& id) { refuse(document.tree(), id); };
  portside::config::check_documents(document.tree(), schema_of, document.mistakes(), configure);
  for (const auto& each : document.mistakes().all()) {
    require(!each.sentence.empty());
    require_no_canary(document.mistakes().line_of(each));
  }
  return 0;
}

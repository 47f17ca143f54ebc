// SPDX-License-Identifier: Apache-2.0
//
// processor.yaml, the file in which operators register remote processors:
//
//   Processors:
//   - ProcessorUrl: "http://10.0.0.5:9090"
//     ArtifactMediaType: "application/vnd.acme.rocket.config.v1+json"
//
//   portside::Config config = portside::load_config("/etc/portside.yaml");
//   for (const std::string& warning :
//        portside::add_processor_file(config, "/etc/processor.yaml")) log(warning);
//
// To read it again, both files are read again, with WhenMissing::kRefuse, and the configuration is
// applied as a whole: PluginRegistry::apply(), then ProcessorRegistry::configure(). What any of
// this throws leaves the processors that are there as they are: a file that was spoilt or moved
// away takes no processor from a host that runs. One without entries does.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "portside/host/config.hpp"

namespace portside {

/// Adds each entry to `config`: an adapter `http-processor@NAME` with its document, and its media
/// types. NAME is the entry's `Name`, else made of host and port in its URL. All of it or (when it
/// throws) nothing. `origin` names the text in messages.
///
/// Keys of an entry, in any case: `ProcessorUrl` and one of `ArtifactMediaType`,
/// `ArtifactMediaTypes` (a list) have to be there; `Name`, `Authorization`, `CACert`,
/// `InsecureSkipVerify`, `TimeoutSeconds`, `Retries`, `MaxConcurrency`, `OnFailure` (`fallback`,
/// `fail`, `skip`), `Enabled`, `RegistryURL` (becomes registry.addresses), `RegistryAccess`
/// (`none`, `basic`, `bearer`) may. What they mean, and what holds without them, is told in the
/// schema of the plugin http-processor. Secrets may be references as in portside.yaml.
///
/// Returns warnings: keys that are not known. Throws kConfigInvalid as parse_config() does, with
/// all mistakes in the detail: URLs that are none, or have user information; media types that are
/// none, or that somebody has already, here or in `config`. The same limits hold. [any]
std::vector<std::string> add_processors(Config& config, std::string_view text, ConfigFormat format,
                                        const std::string& origin,
                                        const SecretLookup& secrets = {});

/// What a file that is not there means.
enum class WhenMissing : std::int32_t {
  kNoProcessors = 0,  ///< nobody wants remote processors
  kRefuse = 1,        ///< a mistake: kConfigInvalid
};

/// Reads a file; its format is told by its name (`.json`, else YAML). Throws as add_processors(),
/// and kConfigInvalid for a file that cannot be read. [any]
std::vector<std::string> add_processor_file(Config& config, const std::string& path,
                                            const SecretLookup& secrets = {},
                                            WhenMissing missing = WhenMissing::kNoProcessors);

}  // namespace portside

// SPDX-License-Identifier: Apache-2.0
#include "plain_processor.hpp"
#include "portside/api/plugin.hpp"
#include "scripted_scanner.hpp"

namespace {

using portside::testing::PlainProcessor;
using portside::testing::ScriptedScanner;

// No constraint on other members: tests write all sorts of documents.
[[maybe_unused]] constexpr char kSchema[] =
    R"({"type":"object","properties":{"mode":{"type":"string"}}})";

/// Says something of every key that it allows.
[[maybe_unused]] constexpr char kStrictSchema[] = R"json({
  "type": "object",
  "required": ["url"],
  "additionalProperties": false,
  "properties": {
    "url": {"type": "string", "pattern": "^https?://", "description": "where the scanner listens"},
    "timeout": {"type": "integer", "minimum": 1, "default": 30,
                "description": "seconds for one request"},
    "key": {"type": "string", "minLength": 8, "writeOnly": true, "description": "shared key"},
    "mode": {"enum": ["fast", "thorough"], "default": "fast"}
  }
})json";

constexpr portside::abi::PluginIdentity identity() {
  return portside::plugin(FIXTURE_NAME, "1.2.3")
      .vendor("Portside tests")
      .license("Apache-2.0")
      .summary("a healthy plugin for tests");
}

}  // namespace

#if defined(FIXTURE_SCANNER)
PORTSIDE_PLUGIN(identity(), portside::scanner<ScriptedScanner>().schema(kSchema));
#elif defined(FIXTURE_SCHEMA_SCANNER)
PORTSIDE_PLUGIN(identity(), portside::scanner<ScriptedScanner>().schema(kStrictSchema));
#elif defined(FIXTURE_SERIALIZED_SCANNER)
PORTSIDE_PLUGIN(identity(), portside::scanner<ScriptedScanner>().schema(kSchema).serialized());
#elif defined(FIXTURE_PROCESSOR)
PORTSIDE_PLUGIN(identity(), portside::processor<PlainProcessor>());
#elif defined(FIXTURE_SCANNER_AND_PROCESSOR)
PORTSIDE_PLUGIN(identity(), portside::scanner<ScriptedScanner>().schema(kSchema),
                portside::processor<PlainProcessor>());
#else
#error "say which plugin this is to be"
#endif

// SPDX-License-Identifier: Apache-2.0
//
// Plugins that pass all checks; and, with other options of the linker or the compiler, some that do
// not.
#include "good_processor.hpp"
#include "good_scanner.hpp"
#include "portside/api/plugin.hpp"

using portside::testing::GoodProcessor;
using portside::testing::GoodScanner;
using portside::testing::kGoodSchema;

#if defined(FIXTURE_PROCESSOR)
PORTSIDE_PLUGIN(portside::plugin(FIXTURE_NAME, "1.0.0"), portside::processor<GoodProcessor>());
#elif defined(FIXTURE_BOTH)
PORTSIDE_PLUGIN(portside::plugin(FIXTURE_NAME, "1.0.0"),
                portside::scanner<GoodScanner>().schema(kGoodSchema),
                portside::processor<GoodProcessor>().serialized());
#else
PORTSIDE_PLUGIN(portside::plugin(FIXTURE_NAME, "1.0.0"),
                portside::scanner<GoodScanner>().schema(kGoodSchema));
#endif

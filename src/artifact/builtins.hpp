// SPDX-License-Identifier: Apache-2.0
//
// The processors that come with the library, one a file. Types, attributes and additions are those
// of Harbor 2's processors. None of them refuses an artifact because its config is empty, or is no
// JSON object: then it has no attributes.
#pragma once

#include <memory>

#include "portside/api/processor.hpp"

namespace portside::artifact {

std::unique_ptr<Processor> make_image_processor();
std::unique_ptr<Processor> make_image_index_processor();
std::unique_ptr<Processor> make_image_v1_processor();
std::unique_ptr<Processor> make_chart_processor();
std::unique_ptr<Processor> make_cnab_processor();
std::unique_ptr<Processor> make_opa_processor();

/// For everything that no other understands; has no media types of its own.
std::unique_ptr<Processor> make_default_processor();

}  // namespace portside::artifact

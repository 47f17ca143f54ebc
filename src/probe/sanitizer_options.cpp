// SPDX-License-Identifier: Apache-2.0
//
// What the sanitizers' run-time libraries ask for when this program is built with them. A plugin
// may leave memory behind, and shall die of its signals as it would in any other build.

// The declarations stand in headers that some compilers do not install.
extern "C" const char* __asan_default_options();
extern "C" const char* __lsan_default_options();
extern "C" const char* __tsan_default_options();

namespace {
constexpr char kOptions[] =
    "detect_leaks=0:handle_segv=0:handle_sigbus=0:handle_abort=0:handle_sigill=0:handle_sigfpe=0";
}

const char* __asan_default_options() {
  return kOptions;
}
const char* __lsan_default_options() {
  return kOptions;
}
const char* __tsan_default_options() {
  return kOptions;
}

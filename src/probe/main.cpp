// SPDX-License-Identifier: Apache-2.0
//
// portside-probe FILE
//
// Does to a plugin what a host would do: loads it, makes one object of each kind, destroys it, and
// ends. A plugin that crashes, exits or hangs does it here and not in the host, which reads from
// standard output (stages.hpp) how far it came.
//
// Uses dlopen() directly and links nothing: a host starts this program before it first uses a
// plugin, so it has to start in about a millisecond.

#include <dlfcn.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <cstring>

#include "loader/probe_status.hpp"
#include "portside/api/plugin.hpp"
#include "stages.hpp"

namespace portside::probe {
namespace {

void prepare_process() noexcept {
  // A crash here is an answer, not something to be examined.
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  // A plugin that hangs does not outlive the host.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
}

bool is_usable(const abi::PluginDescriptor& descriptor) noexcept {
  return std::memcmp(descriptor.magic, "portside", sizeof(descriptor.magic)) == 0 &&
         descriptor.kinds != nullptr && descriptor.kind_count >= 1 &&
         descriptor.kind_count <= abi::kMaxKinds;
}

/// Reads all of the note, as the host is going to: a wild pointer is found out here.
bool has_readable_note(const abi::PluginDescriptor& descriptor) noexcept {
  if (descriptor.note == nullptr) return false;
  const auto* bytes = reinterpret_cast<const volatile unsigned char*>(descriptor.note);
  unsigned sum = 0;
  for (std::size_t i = 0; i < sizeof(abi::PluginNote); ++i) sum += bytes[i];
  return sum != 0;
}

bool is_usable(const abi::KindEntry& entry) noexcept {
  return entry.kind != nullptr && entry.create != nullptr && entry.destroy != nullptr;
}

int bad_descriptor(const char* what) noexcept {
  std::fprintf(stderr, "%s\n", what);
  return loader::kUnusableDescriptor;
}

/// A plugin that reports an error instead of an object behaves well, and says what its host would
/// hear.
int try_kind(const abi::KindEntry& entry) noexcept {
  if (!is_usable(entry)) return bad_descriptor("the descriptor has an incomplete entry");
  enter_stage("create", entry.kind);
  abi::CreateError error{};
  void* const object = entry.create(&error);
  if (object == nullptr) {
    std::fprintf(stderr, "%.*s\n", static_cast<int>(sizeof(error.message)), error.message);
    return loader::kNoObject;
  }
  enter_stage("destroy", entry.kind);
  entry.destroy(object);
  return loader::kSurvived;
}

int try_plugin(const char* file) noexcept {
  enter_stage("load");
  void* const library = ::dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    std::fprintf(stderr, "%s\n", ::dlerror());
    return loader::kNotLoadable;
  }
  enter_stage("find");
  const auto* const descriptor =
      static_cast<const abi::PluginDescriptor*>(::dlsym(library, abi::kDescriptorSymbol));
  if (descriptor == nullptr) return bad_descriptor("there is no descriptor");
  if (!is_usable(*descriptor)) return bad_descriptor("the descriptor is malformed");
  if (!has_readable_note(*descriptor)) return bad_descriptor("the descriptor has no note");
  int worst = loader::kSurvived;
  for (std::uint32_t i = 0; i < descriptor->kind_count; ++i) {
    const int status = try_kind(descriptor->kinds[i]);
    if (status == loader::kUnusableDescriptor) return status;
    if (status != loader::kSurvived) worst = status;
  }
  return worst;
}

}  // namespace
}  // namespace portside::probe

int main(int argc, char** argv) {
  using namespace portside::probe;
  if (argc != 2) {
    std::fprintf(stderr, "usage: portside-probe FILE\n");
    return portside::loader::kBadUsage;
  }
  prepare_process();
  begin_stages();
  const int status = try_plugin(argv[1]);
  enter_exit(status);
  return status;
}

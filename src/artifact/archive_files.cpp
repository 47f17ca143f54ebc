// SPDX-License-Identifier: Apache-2.0
#include "artifact/archive_files.hpp"

#include <utility>

#include "portside/api/error.hpp"
#include "words/quoted.hpp"

namespace portside::artifact {
namespace {

archive::UnpackLimits unpack_limits() {
  archive::UnpackLimits limits;
  limits.max_bytes = kMaxUnpackedBytes;
  return limits;
}

sdk::TarLimits tar_limits() {
  sdk::TarLimits limits;
  limits.entries = kMaxArchiveEntries;
  return limits;
}

std::string_view without_beginning(std::string_view path) {
  while (path.starts_with('/') || path.starts_with("./")) {
    path.remove_prefix(path.starts_with('/') ? 1 : 2);
  }
  return path;
}

}  // namespace

ArchiveFiles::ArchiveFiles(ChooseFile choose, const std::string& what)
    : choose_(std::move(choose)),
      what_(what),
      tar_(*this, what, tar_limits()),
      unpacker_(tar_, unpack_limits(), what) {}

template <typename Act>
void ArchiveFiles::note_damage(Act act) {
  if (damage_) return;
  try {
    act();
  } catch (const AdapterError& error) {
    if (error.code != ErrorCode::kIntegrity && error.code != ErrorCode::kMalformedData) throw;
    damage_ = AdapterError(ErrorCode::kMalformedData, error.message, error.detail);
  }
}

void ArchiveFiles::write(std::string_view piece) {
  note_damage([&] { unpacker_.write(piece); });
}

void ArchiveFiles::finish() {
  note_damage([&] {
    unpacker_.finish();
    if (unpacker_.count() > 0) tar_.finish();
  });
  if (damage_) throw AdapterError(*damage_);
}

bool ArchiveFiles::entry(const sdk::TarEntry& entry) {
  if (entry.kind != sdk::TarEntryKind::kFile) return false;
  chosen_ = choose_(without_beginning(entry.path), entry.size);
  if (chosen_ == nullptr) return false;
  if (entry.size > kMaxFileBytes) {
    throw AdapterError(ErrorCode::kTooLarge, what_ + ": its file " + words::quoted(entry.path) +
                                                 " is larger than 4 MiB, which is what is read "
                                                 "of one");
  }
  chosen_->clear();
  return true;
}

void ArchiveFiles::content(std::string_view piece) {
  *chosen_ += piece;
}

void read_archive(RegistryAccess& registry, const oci::Descriptor& blob, const std::string& what,
                  ChooseFile choose, const CallContext& context) {
  const std::string name = what + " " + blob.digest;
  if (blob.size > kMaxUnpackedBytes) {
    throw AdapterError(ErrorCode::kTooLarge,
                       name + " is larger than 100 MiB, which is what is read of one");
  }
  ArchiveFiles files(std::move(choose), name);
  registry.blob(blob.digest, files, context);
  files.finish();
}

}  // namespace portside::artifact

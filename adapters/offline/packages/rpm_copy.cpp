// SPDX-License-Identifier: Apache-2.0
#include "offline/packages/rpm_copy.hpp"

#include <cstdio>
#include <fstream>
#include <utility>

#include "offline/packages/rpm_database.hpp"
#include "portside/api/error.hpp"

namespace portside::offline {
namespace {

void write_file(const std::string& path, const std::string& content) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  file.close();
  if (file) return;
  throw AdapterError(ErrorCode::kIo, "the copy of an rpm database cannot be written to " + path +
                                         "; is there room?");
}

}  // namespace

RpmCopies::RpmCopies(std::function<std::string()> temp_dir, const CallContext& context)
    : temp_dir_(std::move(temp_dir)), context_(context) {}

void RpmCopies::read(const DatabaseFile& file, PackageList& list) {
  if (folder_.empty()) folder_ = temp_dir_();
  const std::string path = folder_ + "/rpmdb.sqlite";
  for (const char* leftover : {"", "-wal", "-shm", "-journal"}) {
    std::remove((path + leftover).c_str());
  }
  write_file(path, *file.content);
  if (file.log != nullptr && !file.log->empty()) write_file(path + "-wal", *file.log);
  read_rpm_database(path, file.path, list, context_);
}

}  // namespace portside::offline

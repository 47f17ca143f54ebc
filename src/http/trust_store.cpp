// SPDX-License-Identifier: Apache-2.0
#include "http/trust_store.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <map>
#include <mutex>
#include <system_error>
#include <tuple>

#include "portside/api/error.hpp"

namespace portside::http {
namespace {

/// Which state of a file a store was read from.
using Version = std::tuple<dev_t, ino_t, off_t, time_t, long>;

struct Known {
  Version version;
  std::weak_ptr<const TrustStore> store;
};

[[noreturn]] void unusable(const std::string& ca_file, const std::string& why) {
  throw AdapterError(ErrorCode::kConfigInvalid,
                     ca_file + ": cannot be used as certificate authorities: " + why +
                         "; expected a file with certificates in PEM form");
}

Version version_of(const std::string& ca_file) {
  struct stat status {};
  if (::stat(ca_file.c_str(), &status) != 0) {
    unusable(ca_file, std::generic_category().message(errno));
  }
  if (!S_ISREG(status.st_mode)) unusable(ca_file, "it is no regular file");
  return {status.st_dev, status.st_ino, status.st_size, status.st_mtim.tv_sec,
          status.st_mtim.tv_nsec};
}

/// From one file that holds them all. OpenSSL's default paths include a folder, which it would look
/// through again for each certificate that nobody vouches for; they are the last resort.
bool load_system(X509_STORE* store) {
  for (const char* file : {X509_get_default_cert_file(), "/etc/ssl/certs/ca-certificates.crt",
                           "/etc/pki/tls/certs/ca-bundle.crt"}) {
    if (::access(file, R_OK) == 0 && X509_STORE_load_file(store, file) == 1) return true;
  }
  ERR_clear_error();
  return X509_STORE_set_default_paths(store) == 1;
}

std::shared_ptr<const TrustStore> read(const std::string& ca_file) {
  X509_STORE* const store = X509_STORE_new();
  if (store == nullptr) throw AdapterError(ErrorCode::kInternal, "no memory for certificates");
  auto result = std::make_shared<const TrustStore>(store);
  const bool done =
      ca_file.empty() ? load_system(store) : X509_STORE_load_file(store, ca_file.c_str()) == 1;
  if (!done) {
    if (ca_file.empty()) {
      throw AdapterError(ErrorCode::kIo,
                         "the certificate authorities of the system cannot be read");
    }
    unusable(ca_file, "no certificate was found in it");
  }
  return result;
}

}  // namespace

std::shared_ptr<const TrustStore> TrustStore::of(const std::string& ca_file) {
  static std::mutex mutex;
  static auto* const known = new std::map<std::string, Known>;
  // The system's are for the life of the process; a file of somebody's own may be replaced.
  const Version version = ca_file.empty() ? Version{} : version_of(ca_file);
  const std::scoped_lock lock(mutex);
  if (const auto found = known->find(ca_file);
      found != known->end() && found->second.version == version) {
    if (auto store = found->second.store.lock()) return store;
  }
  auto store = read(ca_file);
  (*known)[ca_file] = {version, store};
  return store;
}

TrustStore::~TrustStore() {
  X509_STORE_free(store_);
}

void TrustStore::use_in(void* ssl_ctx) const noexcept {
  SSL_CTX_set1_cert_store(static_cast<SSL_CTX*>(ssl_ctx), store_);
}

}  // namespace portside::http

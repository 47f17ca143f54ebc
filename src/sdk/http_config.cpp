// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/http_config.hpp"

namespace portside::sdk {

HttpOptions read_http_options(ConfigDocument& document) {
  HttpOptions http;
  http.ca_file = document.path("ca_file");
  http.client_cert = document.path("client_cert");
  http.client_key = document.path("client_key");
  http.insecure = document.flag("insecure", false);
  http.proxy = document.base_url("proxy");
  if (http.client_cert.empty() != http.client_key.empty()) {
    document.mistake("'client_cert' and 'client_key' go together; expected both or neither");
  }
  return http;
}

}  // namespace portside::sdk

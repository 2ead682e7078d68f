// A JavaScript object that native code keeps alive.
#pragma once
#include "common/napi_setup.h"

namespace distarray {

// Until destroyed, on the JavaScript thread; may be empty.
class KeptObject {
 public:
  KeptObject() = default;
  KeptObject(const KeptObject&) = delete;
  KeptObject& operator=(const KeptObject&) = delete;
  ~KeptObject() {
    if (_reference) napi_delete_reference(_env, _reference);
  }

  // Once.
  void keep(napi_env env, napi_value object) {
    _env = env;
    napi_create_reference(env, object, 1, &_reference);
  }
  // Null when empty.
  napi_value get() const {
    napi_value value = nullptr;
    if (_reference) napi_get_reference_value(_env, _reference, &value);
    return value;
  }

 private:
  napi_env _env = nullptr;
  napi_ref _reference = nullptr;
};

}  // namespace distarray

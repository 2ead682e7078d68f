#include "dap/plugin.h"

#include <dap/conformance.h>
#include <dlfcn.h>

#include <memory>
#include <string>

#include "common/addon.h"
#include "common/dap_handle.h"
#include "dap/ownership.h"

namespace distarray {
namespace {

struct Plugin {
  decltype(&dap_conformance_producer) produce = nullptr;
  decltype(&dap_conformance_consumer) consume = nullptr;
};

NativeError load_error(const std::string& path, const std::string& problem) {
  const std::string remedy =
      "build it as a shared library that exports dap_conformance_producer, dap_conformance_consumer or both";
  return NativeError("ERR_BACKEND_LOAD",
                     "The library " + path + " cannot be loaded: " + problem + ". What to do: " + remedy)
      .with("errors", std::vector<std::string>{problem})
      .with("remedies", std::vector<std::string>{remedy});
}

NativeError broken(const char* who, const Problems& problems) {
  std::string all;
  for (const auto& problem : problems) all += (all.empty() ? "" : "; ") + problem;
  return NativeError("ERR_PLUGIN", std::string(who) + " breaks the ownership rules of dap.h: " + all)
      .with("problems", problems);
}

Plugin& plugin_of(const Napi::Value& value) {
  return unwrap_handle<Plugin>(value, dap_plugin_tag, "a plug-in");
}

Napi::Value wrap(Napi::Env env, const dap_array& array) {
  return wrap_dap_array(env, std::make_unique<dap_array>(array));
}

Napi::Value list(Napi::Env env, const Problems& problems) {
  auto out = Napi::Array::New(env, problems.size());
  for (uint32_t i = 0; i < problems.size(); ++i) out.Set(i, problems[i]);
  return out;
}

// dlopen, dlsym -> dap_plugin_load(path: string): { handle, hasProducer, hasConsumer }
// The library stays loaded until the process ends: its release callbacks may be called at any time.
Napi::Value dap_plugin_load(const Napi::CallbackInfo& info) {
  const std::string path = info[0].As<Napi::String>();
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) throw load_error(path, dlerror());
  auto plugin = std::make_unique<Plugin>();
  plugin->produce = reinterpret_cast<decltype(plugin->produce)>(dlsym(library, "dap_conformance_producer"));
  plugin->consume = reinterpret_cast<decltype(plugin->consume)>(dlsym(library, "dap_conformance_consumer"));
  if (!plugin->produce && !plugin->consume)
    throw load_error(path, "it has neither the symbol dap_conformance_producer nor dap_conformance_consumer");
  auto out = Napi::Object::New(info.Env());
  out.Set("hasProducer", plugin->produce != nullptr);
  out.Set("hasConsumer", plugin->consume != nullptr);
  out.Set("handle", wrap_handle(info.Env(), plugin.release(), dap_plugin_tag, [](Plugin* p) { delete p; }));
  return out;
}

// Call the producer. Nonzero: it refused, and `out` is not to be touched.
int call_producer(const Napi::CallbackInfo& info, dap_array& out) {
  dap_array wanted = live_dap_array(info[1]);
  wanted.data = nullptr;
  wanted.private_data = nullptr;
  wanted.release = nullptr;
  return plugin_of(info[0]).produce(&wanted, info[2].As<Napi::Number>(), info[3].As<Napi::Number>(), &out);
}

// dap_conformance_producer -> dap_plugin_produce(plugin, wanted: dap_array handle, rank, ranks): dap_array
// handle | number A number is the code with which the library refused.
Napi::Value dap_plugin_produce(const Napi::CallbackInfo& info) {
  dap_array out{};
  if (const int code = call_producer(info, out)) return Napi::Number::New(info.Env(), code);
  const Problems found = problems_of_struct(out);
  if (!found.empty()) throw broken("The producer", found);
  return wrap(info.Env(), out);
}

// dap_conformance_producer, release -> dap_plugin_try_producer(plugin, wanted: dap_array handle, rank,
// ranks): string[] Produce, release, and say what broke the ownership rules; nothing when it refused.
Napi::Value dap_plugin_try_producer(const Napi::CallbackInfo& info) {
  dap_array out{};
  if (call_producer(info, out)) return list(info.Env(), {});
  const Problems found = problems_of_struct(out);
  return list(info.Env(), found.empty() ? problems_of_release(out) : found);
}

// dap_conformance_consumer -> dap_plugin_consume(plugin, in: dap_array handle): dap_array handle | number
// Moves the struct out of the handle. A number is the code with which the library refused.
Napi::Value dap_plugin_consume(const Napi::CallbackInfo& info) {
  auto& guard = Guard::over(live_dap_array(info[1]));
  dap_array in = guard.lend(), out{};
  if (const int code = plugin_of(info[0]).consume(&in, &out)) {
    dap_release(&in);
    return Napi::Number::New(info.Env(), code);
  }
  const Problems found = problems_after_import(in, guard, out);
  if (!found.empty()) throw broken("The consumer", found);
  return wrap(info.Env(), out);
}

// dap_conformance_consumer, release -> dap_plugin_try_consumer(plugin, in: dap_array handle): string[]
// Consume, release the re-export, and say what broke the ownership rules; moves the struct out of the handle.
Napi::Value dap_plugin_try_consumer(const Napi::CallbackInfo& info) {
  auto& guard = Guard::over(live_dap_array(info[1]));
  dap_array in = guard.lend(), out{};
  if (plugin_of(info[0]).consume(&in, &out)) {
    Problems found;
    if (!in.release) found.push_back("*in was taken over although the consumer refused it");
    dap_release(&in);
    return list(info.Env(), found);
  }
  Problems found = problems_after_import(in, guard, out);
  if (!found.empty()) return list(info.Env(), found);
  found = problems_of_release(out);
  if (guard.releases() != 1)
    found.push_back("after the re-export was released, the producer's release had been called " +
                    std::to_string(guard.releases()) + " times instead of once");
  return list(info.Env(), found);
}

}  // namespace

void define_dap_plugin(Napi::Object exports) {
  define<dap_plugin_load>(exports, "dap_plugin_load");
  define<dap_plugin_produce>(exports, "dap_plugin_produce");
  define<dap_plugin_try_producer>(exports, "dap_plugin_try_producer");
  define<dap_plugin_consume>(exports, "dap_plugin_consume");
  define<dap_plugin_try_consumer>(exports, "dap_plugin_try_consumer");
}

}  // namespace distarray

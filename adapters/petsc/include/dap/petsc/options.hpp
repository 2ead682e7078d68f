// dap/petsc/options.hpp - solver options, written as PETSc writes them.
#pragma once
#include <petscsys.h>

#include <cctype>
#include <dap/petsc/error.hpp>
#include <dap/petsc/session.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dap::petsc {

// An options database of its own. Fill it before handing it to a Solver.
class Options {
 public:
  Options() {
    require_active();
    DAP_PETSC_CHECK(PetscOptionsCreate, &_database);
  }
  // From an options string: "-ksp_type cg -pc_type gamg".
  explicit Options(const std::string& text) : Options() { insert(text); }
  Options(Options&& other) noexcept : _database(std::exchange(other._database, nullptr)) {}
  Options& operator=(Options&& other) noexcept {
    std::swap(_database, other._database);
    return *this;
  }
  Options(const Options&) = delete;
  Options& operator=(const Options&) = delete;
  ~Options() {
    if (_database) PetscOptionsDestroy(&_database);
  }

  PetscOptions database() const { return _database; }

  // Set one option; `name` with or without its leading dash. Without a value it is a flag.
  Options& set(const std::string& name, const std::string& value) { return put(name, value.c_str()); }
  Options& set(const std::string& name) { return put(name, nullptr); }

  // Add the options of a string. Throws ERR_ARGUMENT for words that are neither an option nor a value, which
  // PETSc would pass over in silence.
  Options& insert(std::string text) {
    for (char& c : text)
      if (std::isspace(static_cast<unsigned char>(c))) c = ' ';
    check_words(text);
    DAP_PETSC_CHECK(PetscOptionsInsertString, _database, text.c_str());
    return *this;
  }

  // Names without dashes of the options nobody has read so far.
  std::vector<std::string> unread() const {
    PetscInt n = 0;
    char **names = nullptr, **values = nullptr;
    DAP_PETSC_CHECK(PetscOptionsLeftGet, _database, &n, &names, &values);
    std::vector<std::string> out(names, names + n);
    DAP_PETSC_CHECK(PetscOptionsLeftRestore, _database, &n, &names, &values);
    return out;
  }

  // All options as one string, in PETSc's order.
  std::string text() const {
    char* copy = nullptr;
    DAP_PETSC_CHECK(PetscOptionsGetAll, _database, &copy);
    std::string out = copy ? copy : "";
    DAP_PETSC_CHECK(PetscFree, copy);
    return out;
  }

 private:
  Options& put(const std::string& name, const char* value) {
    const std::string option = name.empty() || name[0] == '-' ? name : "-" + name;
    PetscBool valid = PETSC_FALSE;
    DAP_PETSC_CHECK(PetscOptionsValidKey, option.c_str(), &valid);
    if (!valid || option.find(' ') != std::string::npos)
      throw dap::Error("ERR_ARGUMENT",
                       "Expected the name of a PETSc option, such as ksp_type, but received '" + name + "'");
    DAP_PETSC_CHECK(PetscOptionsSetValue, _database, option.c_str(), value);
    return *this;
  }

  static void check_words(std::string_view text) {
    bool after_name = false;
    for (size_t at = 0; (at = text.find_first_not_of(' ', at)) != std::string_view::npos;) {
      const std::string word(text.substr(at, text.find(' ', at) - at));
      at += word.size();
      PetscBool name = PETSC_FALSE;
      DAP_PETSC_CHECK(PetscOptionsValidKey, word.c_str(), &name);
      // A quoted value may hold blanks; PETSc's own tokens keep it together.
      if (word.find_first_of("\"'") != std::string::npos) return;
      if (!name && !after_name)
        throw dap::Error("ERR_ARGUMENT", "Expected PETSc options such as '-ksp_type cg' but received '" +
                                             word +
                                             "' where the name of an option, with its dash, should stand");
      after_name = name;
    }
  }

  PetscOptions _database = nullptr;
};

// Some options given to a Solver were not read by PETSc: misspelt, or without meaning for the chosen types.
// Code "ERR_PETSC_OPTIONS".
class UnusedOptions : public dap::Error {
 public:
  explicit UnusedOptions(const std::vector<std::string>& names)
      : dap::Error("ERR_PETSC_OPTIONS", describe(names)) {
    with("options", names);
  }

 private:
  static std::string describe(const std::vector<std::string>& names) {
    std::string text = "Expected only options that PETSc reads for this solver but received ";
    for (size_t k = 0; k < names.size(); ++k) text += (k ? ", " : "") + ("-" + names[k]);
    return text + ": unknown, or without effect with the chosen types";
  }
};

namespace detail {

// While this object lives, PETSc reads options from `options`; nested solvers, too, which make their own
// objects at set-up and know nothing of a database given to the outer one.
class OptionsScope {
 public:
  explicit OptionsScope(const Options& options) { DAP_PETSC_CHECK(PetscOptionsPush, options.database()); }
  ~OptionsScope() { PetscOptionsPop(); }
  OptionsScope(const OptionsScope&) = delete;
  OptionsScope& operator=(const OptionsScope&) = delete;
};

// While this object lives, inside an OptionsScope, the program's own options are back in force: for
// callbacks.
class OptionsPause {
 public:
  explicit OptionsPause(const Options& options) : _options(options) {
    check(PetscOptionsPop(), "PetscOptionsPop");
  }
  ~OptionsPause() { PetscOptionsPush(_options.database()); }
  OptionsPause(const OptionsPause&) = delete;
  OptionsPause& operator=(const OptionsPause&) = delete;

 private:
  const Options& _options;
};

}  // namespace detail
}  // namespace dap::petsc

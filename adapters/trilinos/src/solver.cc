#include "solver.h"

#include <algorithm>
#include <dap/trilinos/matrix.hpp>

#include "addon.h"
#include "linear_solver.h"
#include "parameters.h"

namespace distarray::trilinos {
namespace {

using dap::trilinos::Matrix;

Preconditioner make_preconditioner(const MatrixPtr& matrix, const std::string& name, const std::string& type,
                                   const Teuchos::ParameterList& parameters) {
  if (name == "MueLu") return make_muelu(matrix, parameters);
  if (name == "Ifpack2") return make_ifpack2(matrix, type, parameters);
  return Teuchos::null;
}

// Belos::SolverFactory, Amesos2::create -> solver_create(matrix, method, parameters, preconditioner, its
// type, its parameters): handle. Collective.
Napi::Value solver_create(const Napi::CallbackInfo& info) {
  const auto matrix = object_of<const Matrix>(info[0]);
  const std::string method = info[1].As<Napi::String>();
  const auto parameters = parameters_of(info[2]);
  if (method == "Amesos2") return hand_over(info.Env(), make_direct(matrix, parameters), matrix->space());
  const auto preconditioner = make_preconditioner(matrix, info[3].As<Napi::String>(),
                                                  info[4].As<Napi::String>(), parameters_of(info[5]));
  return hand_over(info.Env(), make_krylov(matrix, method, parameters, preconditioner), matrix->space());
}

dap::trilinos::Monitor monitor_of(const Napi::Value& value) {
  if (value.IsUndefined()) return {};
  const auto callback = value.As<Napi::Function>();
  return [callback](int iteration, double norm) {
    const Napi::Env env = callback.Env();
    const Napi::HandleScope scope(env);
    const Napi::Value go_on =
        callback.Call({Napi::Number::New(env, iteration), Napi::Number::New(env, norm)});
    return go_on.ToBoolean().Value();
  };
}

// Belos::SolverManager::solve, Amesos2::Solver::solve -> solver_solve(solver, comm, b, x, monitor |
// undefined): { converged, reason, iterations, residualNorm, history, stopped }. b, x: Vector or dap_array
// handles. The monitor must not throw; what it returns says whether to go on. Collective.
Napi::Value solver_solve(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto solver = object_of<LinearSolver>(info[0]);
  const auto comm = comm_of(info[1]);
  const auto [b, x] =
      dap::agree(comm, [&] { return std::make_pair(operand_of(info[2]), operand_of(info[3])); });
  const auto outcome = solver->solve(b, x, monitor_of(info[4]));
  auto history = Napi::Float64Array::New(env, outcome.history.size());
  std::copy(outcome.history.begin(), outcome.history.end(), history.Data());
  auto out = Napi::Object::New(env);
  out.Set("converged", outcome.converged);
  out.Set("reason", outcome.reason);
  out.Set("iterations", outcome.iterations);
  out.Set("residualNorm", outcome.residual_norm);
  out.Set("history", history);
  out.Set("stopped", outcome.stopped);
  return out;
}

}  // namespace

void define_solver(Napi::Object exports) {
  define<solver_create>(exports, "solver_create");
  define<solver_solve>(exports, "solver_solve");
  define<destroy<LinearSolver>>(exports, "solver_destroy");
}

}  // namespace distarray::trilinos

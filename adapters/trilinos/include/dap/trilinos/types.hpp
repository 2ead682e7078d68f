// dap/trilinos/types.hpp - the one Tpetra instantiation of these headers. Debian's libraries hold exactly
// this one precompiled, so that including their headers stays cheap.
#pragma once
#include <Teuchos_RCP.hpp>
#include <Tpetra_CrsMatrix_fwd.hpp>
#include <Tpetra_Map_fwd.hpp>
#include <Tpetra_MultiVector_fwd.hpp>
#include <Tpetra_Operator_fwd.hpp>
#include <Tpetra_Vector_fwd.hpp>

namespace dap::trilinos {

using Scalar = double;
using LocalOrdinal = int;
using GlobalOrdinal = long long;

using TpetraMap = Tpetra::Map<LocalOrdinal, GlobalOrdinal>;
using TpetraVector = Tpetra::Vector<Scalar, LocalOrdinal, GlobalOrdinal>;
using TpetraMultiVector = Tpetra::MultiVector<Scalar, LocalOrdinal, GlobalOrdinal>;
using TpetraOperator = Tpetra::Operator<Scalar, LocalOrdinal, GlobalOrdinal>;
using TpetraCrsMatrix = Tpetra::CrsMatrix<Scalar, LocalOrdinal, GlobalOrdinal>;

using Teuchos::RCP;

}  // namespace dap::trilinos

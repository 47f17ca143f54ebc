// SPDX-License-Identifier: Apache-2.0
// Nothing: the target of the precompiled header needs a source.

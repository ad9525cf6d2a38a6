/** Stand-ins for the real services: small processes and small HTTP servers, so that these tests need nothing built. */
@NullMarked
package io.causalgrid.cli.standin;

import org.jspecify.annotations.NullMarked;

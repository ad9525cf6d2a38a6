/**
 * The two reference scenarios, played step by step against a running cluster over its REST API, each step with what was
 * expected and what was answered. A cluster that has been used before is judged relative to where it was.
 */
@NullMarked
package io.causalgrid.cli.demo;

import org.jspecify.annotations.NullMarked;

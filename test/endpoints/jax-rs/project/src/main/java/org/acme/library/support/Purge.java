package org.acme.library.support;

import jakarta.ws.rs.HttpMethod;
import java.lang.annotation.*;

@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@HttpMethod("PURGE")
public @interface Purge {}

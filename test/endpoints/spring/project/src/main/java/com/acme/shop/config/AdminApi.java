package com.acme.shop.config;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.springframework.core.annotation.AliasFor;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@Retention(RetentionPolicy.RUNTIME)
@RestController
@RequestMapping
@PreAuthorize("hasAuthority('admin')")
public @interface AdminApi {
  @AliasFor(annotation = RequestMapping.class, attribute = "path")
  String[] value() default {};
}

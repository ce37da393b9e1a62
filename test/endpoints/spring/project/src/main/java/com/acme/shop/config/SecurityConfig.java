package com.acme.shop.config;

import static com.acme.shop.web.Paths.API;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

@Configuration
public class SecurityConfig {
  private static final String[] OPEN = {API + "/products/**", "/healthz"};

  @Bean
  @Order(1)
  SecurityFilterChain internal(HttpSecurity http) throws Exception {
    return http
        .securityMatcher("/internal/**")
        .authorizeHttpRequests(requests -> requests.anyRequest().hasAuthority("SCOPE_internal"))
        .build();
  }

  @Bean
  SecurityFilterChain web(HttpSecurity http) throws Exception {
    http.csrf(csrf -> csrf.disable())
        .authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers(HttpMethod.GET, OPEN).permitAll()
                    .requestMatchers("/healthz").permitAll()
                    .requestMatchers(API + "/products/**").hasRole("CATALOG")
                    .anyRequest().authenticated());
    return http.build();
  }
}

import { describe, expect, it } from 'vitest';
import { shownEndpoints } from '../shown-endpoints.ts';

const java = (name: string, body: string, imports = ''): Record<string, string> => ({
  [`src/main/java/a/${name}.java`]: `package a;\n${imports}\n${body}`,
});

describe('spring', () => {
  it('fills placeholders of paths from settings, then from their defaults, and leaves out what has neither', () => {
    expect(
      shownEndpoints({
        'src/main/resources/application.properties':
          'server.servlet.context-path=/ctx\napi.base-path=/from-settings',
        ...java(
          'A',
          `@RestController @RequestMapping("\${api.basePath:/x}")
class A {
  @GetMapping("\${a.b:\${c.d:/nested}}") String nested() { return ""; }
  @GetMapping("\${no.default}/y") String unknown() { return ""; }
}
@RestController @RequestMapping("\${no.default}")
class B { @GetMapping("/b") String b() { return ""; } }`,
        ),
      }),
    ).toEqual(['GET /ctx/b? status=200', 'GET /ctx/from-settings/nested status=200']);
  });

  it('gives each module its own context path, and a shared one only where they agree', () => {
    const controller = (name: string): string =>
      `package ${name};\n@RestController class C { @GetMapping("/${name}") String c() { return ""; } }`;
    expect(
      shownEndpoints({
        'one/src/main/resources/application.yml': 'server: { servlet: { context-path: /one } }',
        'two/src/main/resources/application.yml': 'server:\n  servlet:\n    contextPath: /two\n',
        'one/src/main/java/C.java': controller('a'),
        'two/src/main/java/C.java': controller('b'),
        'shared/src/main/java/C.java': controller('c'),
      }),
    ).toEqual(['GET /c? status=200', 'GET /one/a status=200', 'GET /two/b status=200']);
  });

  it('puts the prefix of a path match configurer before the controllers that it is for', () => {
    expect(
      shownEndpoints({
        ...java(
          'Web',
          `class Web implements WebMvcConfigurer {
  public void configurePathMatch(PathMatchConfigurer c) { c.addPathPrefix("/api", HandlerTypePredicate.forAnnotation(RestController.class)); }
}
@RestController class R { @GetMapping("/r") String r() { return ""; } }
@Controller class P { @GetMapping("/p") String p() { return ""; } }`,
        ),
      }),
    ).toEqual(['GET /api/r status=200', 'GET /p status=200']);
  });

  it('takes over mappings, parameters and access of an interface, and a method that says more counts for itself', () => {
    expect(
      shownEndpoints({
        ...java(
          'Api',
          `@PreAuthorize("hasRole('A')")
public interface Api<T> {
  @PostMapping("/things") T add(@Valid @RequestBody T thing);
  @PutMapping("/things") T put(@RequestBody T thing);
}`,
        ),
        ...java(
          'Things',
          `@RestController
class Things implements Api<Thing> {
  public Thing add(Thing thing) { return thing; }
  @PreAuthorize("isAuthenticated()") public Thing put(Thing thing) { return thing; }
}`,
        ),
      }),
    ).toEqual([
      `POST /things authz=@PreAuthorize("hasRole('A')"):3 valid=@Valid @RequestBody Thing status=200`,
      'PUT /things auth=@PreAuthorize("isAuthenticated()"):6 status=200',
    ]);
  });

  it('asks the first filter chain and the first rule that match, and none after a rule that is not known', () => {
    expect(
      shownEndpoints({
        ...java(
          'Sec',
          `class Sec {
  SecurityFilterChain api(HttpSecurity http) {
    http.securityMatcher("/api/**").authorizeHttpRequests(a -> a
      .requestMatchers(EndpointRequest.to("health")).permitAll().requestMatchers(HttpMethod.POST, "/api/*").hasAnyRole("W")
      .requestMatchers("/api/{id}/open").permitAll()
      .requestMatchers(paths()).permitAll()
      .anyRequest().authenticated());
    return http.build();
  }
  SecurityFilterChain rest(HttpSecurity http) { return http.authorizeHttpRequests(a -> a.anyRequest().denyAll()).build(); }
}
@RestController class C {
  @PostMapping("/api/x") void x() {}
  @GetMapping("/api/{name}/open") void open() {}
  @GetMapping("/api/y") void y() {}
  @GetMapping("/z") void z() {}
}`,
        ),
      }),
    ).toEqual([
      'GET /api/:name/open status=200',
      'POST /api/x authz=hasAnyRole("W"):6 status=200',
      'GET /api/y status=200',
      'GET /z authz=denyAll():12 status=200',
    ]);
  });

  it('reads the security DSL of Kotlin', () => {
    expect(
      shownEndpoints({
        'src/main/kotlin/S.kt': `class S {
  @Bean fun chain(http: HttpSecurity): SecurityFilterChain {
    http { authorizeHttpRequests { authorize(HttpMethod.GET, "/a/**", hasRole("A")); authorize(anyRequest, authenticated) } }
    return http.build()
  }
}
@RestController class C {
  @GetMapping("/a/b") fun a() = 1
  @PostMapping("/a/b") fun b() = 1
}`,
      }),
    ).toEqual([
      'GET /a/b authz=authorize(HttpMethod.GET, "/a/**", hasRole("A")):3 status=200',
      'POST /a/b auth=authorize(anyRequest, authenticated):3 status=200',
    ]);
  });

  it('follows router functions into functions that they add, and none in a circle', () => {
    expect(
      shownEndpoints({
        ...java(
          'R',
          `class R {
  @Bean RouterFunction<ServerResponse> one() { return route().path("/one", b -> b.add(two())).build(); }
  RouterFunction<ServerResponse> two() { return route(GET("/two"), r -> ServerResponse.ok().build()).and(one()); }
}`,
        ),
      }),
    ).toEqual(['GET /one/two status=200']);
  });

  it('ends with classes that inherit in a circle, constants that name each other and broken syntax', () => {
    expect(
      shownEndpoints({
        ...java(
          'Circle',
          `class A extends B { static final String X = B.Y; @GetMapping("/a") void a() {} }
@RestController class B extends A { static final String Y = A.X + "/"; @GetMapping(Y) void b() {} @GetMapping("/c") void c() {} }
@RestController class Broken { @GetMapping("/broken" void d( {`,
        ),
      }).filter((line) => !line.includes('broken')),
    ).toEqual(['GET /a status=200', 'GET /c status=200']);
  });
});

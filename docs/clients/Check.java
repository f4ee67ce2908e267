import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks codes one by one, in Java 17 without any library: java Check.java CODE [CODE…].
 *
 * <p>SITE and TOKEN come from the environment, MATTER and PURPOSE say what for. Prints a line a code.
 * A real system reads the answers with the JSON library that it has, and asks about 1,000 at once.
 */
public class Check {
  /** Answers after which the same call is sent again: its key makes that safe. */
  private static final Set<Integer> AGAIN = Set.of(429, 502, 503, 504);

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  public static void main(String[] codes) throws Exception {
    for (String code : codes) {
      String answer = check(code);
      System.out.println(code + " " + part(answer, "verdict"));
      System.out.println("receipt " + part(answer, "check_id"));
    }
  }

  private static String check(String code) throws Exception {
    String content =
        "{\"matter\": %s, \"purpose\": %s, \"queries\": {\"1\": {\"code\": %s}}}"
            .formatted(quoted(System.getenv("MATTER")), quoted(System.getenv("PURPOSE")), quoted(code));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(System.getenv("SITE") + "/api/v1/checks"))
            .timeout(Duration.ofSeconds(10))
            .header("Authorization", "Bearer " + System.getenv("TOKEN"))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .POST(HttpRequest.BodyPublishers.ofString(content))
            .build();
    for (int left = 4; ; left--) {
      HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == 200) {
        return answer.body();
      }
      if (!AGAIN.contains(answer.statusCode()) || left == 0) {
        System.err.println(part(answer.body(), "code") + ": " + part(answer.body(), "detail"));
        System.exit(1);
      }
      Thread.sleep(1000 * Long.parseLong(answer.headers().firstValue("Retry-After").orElse("1")));
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String part(String json, String name) {
    Matcher found = Pattern.compile('"' + name + "\":\\s*\"([^\"]*)\"").matcher(json);
    return found.find() ? found.group(1) : "";
  }
}
